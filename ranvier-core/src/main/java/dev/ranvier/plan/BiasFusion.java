package dev.ranvier.plan;

import dev.ranvier.graph.Application;
import dev.ranvier.graph.Node;
import dev.ranvier.graph.Op;
import dev.ranvier.graph.Result;
import dev.ranvier.op.AddOp;
import dev.ranvier.op.BiasedOp;
import dev.ranvier.op.BiasedResidualOp;
import dev.ranvier.op.Elementwise;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Makes a bias, the sum with a residual and an activation the epilogue of the matmul or convolution
 * they follow, where a kernel can do all in one pass and nobody else reads the values in between.
 */
public final class BiasFusion {
  private final Rewriting rewriting = new Rewriting();
  private final Predicate<Application> supported;

  private BiasFusion(Predicate<Application> supported) {
    this.supported = supported;
  }

  /**
   * Fuses what can be fused.
   *
   * @param supported whether some backend has a kernel for a fused application
   */
  public static Roots apply(Roots roots, Predicate<Application> supported) {
    BiasFusion first = new BiasFusion(supported);
    Roots biased = first.run(roots, first::withBias);
    BiasFusion second = new BiasFusion(supported);
    Roots added = second.run(biased, second::withResidual);
    BiasFusion third = new BiasFusion(supported);
    return third.run(added, third::withActivation);
  }

  /** What to put instead of an application, if anything. */
  private interface Rule {
    Optional<Application> rewrite(Application application, Consumers consumers);
  }

  private Roots run(Roots roots, Rule rule) {
    List<Application> applications = Rewriting.applications(roots);
    Consumers consumers = new Consumers(roots, applications);
    for (Application application : applications) {
      Optional<Application> fused = rule.rewrite(application, consumers);
      if (fused.isPresent()) {
        rewriting.replace(application, fused.get());
      } else {
        rewriting.keep(application, application.op());
      }
    }
    return rewriting.roots(roots);
  }

  private Optional<Application> withBias(Application add, Consumers consumers) {
    if (!(add.op() instanceof AddOp)) {
      return Optional.empty();
    }
    return biased(add, 0, consumers).or(() -> biased(add, 1, consumers));
  }

  private Optional<Application> biased(Application add, int sum, Consumers consumers) {
    Node value = add.inputs().get(sum);
    Node bias = rewriting.current(add.inputs().get(1 - sum));
    if (!(value instanceof Result result)
        || consumers.only(result) != add
        || bias.shape().rank() != 1
        || !result.type().equals(add.result().type())
        || bias.shape().size(0) != result.shape().size(-1)) {
      return Optional.empty();
    }
    Application base = result.application();
    List<Node> inputs = new ArrayList<>(rewriting.current(base.inputs()));
    inputs.add(bias);
    return tried(new BiasedOp(base.op(), Optional.empty()), base, inputs);
  }

  private Optional<Application> withResidual(Application add, Consumers consumers) {
    if (!(add.op() instanceof AddOp)) {
      return Optional.empty();
    }
    return residual(add, 0, consumers).or(() -> residual(add, 1, consumers));
  }

  private Optional<Application> residual(Application add, int sum, Consumers consumers) {
    Node other = add.inputs().get(1 - sum);
    if (add.inputs().get(sum) instanceof Result result
        && result.application().op() instanceof BiasedOp(Op base, Optional<Elementwise> none)
        && none.isEmpty()
        && consumers.only(result) == add
        && other != result
        && other.type().equals(result.type())) {
      Application biased = result.application();
      List<Node> inputs = new ArrayList<>(rewriting.current(biased.inputs()));
      inputs.add(rewriting.current(other));
      return tried(new BiasedResidualOp(base, Optional.empty()), biased, inputs);
    }
    return Optional.empty();
  }

  private Optional<Application> withActivation(Application activation, Consumers consumers) {
    if (activation.op() instanceof Elementwise elementwise
        && elementwise.arity() == 1
        && activation.inputs().getFirst() instanceof Result result
        && consumers.only(result) == activation) {
      Application sum = result.application();
      List<Node> inputs = rewriting.current(sum.inputs());
      return switch (sum.op()) {
        case BiasedOp(Op base, Optional<Elementwise> none) when none.isEmpty() ->
            tried(new BiasedOp(base, Optional.of(elementwise)), sum, inputs);
        case BiasedResidualOp(Op base, Optional<Elementwise> none) when none.isEmpty() ->
            tried(new BiasedResidualOp(base, Optional.of(elementwise)), sum, inputs);
        default -> Optional.empty();
      };
    }
    return Optional.empty();
  }

  private Optional<Application> tried(Op op, Application old, List<Node> inputs) {
    if (old.results().size() != 1) {
      return Optional.empty();
    }
    return Optional.of(Application.of(op, inputs, old.scope())).filter(supported);
  }
}
