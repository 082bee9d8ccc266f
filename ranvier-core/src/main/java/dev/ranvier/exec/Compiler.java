package dev.ranvier.exec;

import dev.ranvier.graph.Application;
import dev.ranvier.graph.Assignment;
import dev.ranvier.graph.Input;
import dev.ranvier.graph.Node;
import dev.ranvier.graph.Op;
import dev.ranvier.graph.Variable;
import dev.ranvier.graph.Verifier;
import dev.ranvier.op.LowPrecisionOp;
import dev.ranvier.op.PointwiseOp;
import dev.ranvier.op.recurrent.RecurrentGradientOp;
import dev.ranvier.op.recurrent.RecurrentOp;
import dev.ranvier.op.scalar.Expression;
import dev.ranvier.plan.BiasFusion;
import dev.ranvier.plan.ChannelFolding;
import dev.ranvier.plan.ElementwiseFusion;
import dev.ranvier.plan.ExecutionOrder;
import dev.ranvier.plan.Expansion;
import dev.ranvier.plan.PrecisionLowering;
import dev.ranvier.plan.Recomputation;
import dev.ranvier.plan.Roots;
import dev.ranvier.plan.Simplification;
import dev.ranvier.plan.UnreadResults;
import dev.ranvier.tensor.TensorType;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Turns a graph into a plan: passes, kernels, order, memory. */
final class Compiler {
  /** What a kernel is chosen by: applications that agree in it share one. */
  private record Signature(Op op, List<TensorType> inputs) {
    static Signature of(Application application) {
      return new Signature(
          application.op(), application.inputs().stream().map(Node::type).toList());
    }
  }

  private final Engine engine;
  private final List<Backend> backends;
  private final Preparation preparation;
  private final Map<Signature, Optional<Backend.Choice>> kernels = new HashMap<>();

  /**
   * @param engine what the plan runs on, and how
   * @param preparation where plans find what depends on variables alone
   */
  Compiler(Engine engine, Preparation preparation) {
    this.engine = engine;
    this.backends = engine.backends();
    this.preparation = preparation;
  }

  Plan compile(List<Input> inputs, List<? extends Node> outputs, List<Assignment> assignments) {
    Roots roots = Simplification.apply(Expansion.apply(snapshots(outputs, assignments)));
    roots = ChannelFolding.apply(UnreadResults.apply(roots));
    roots = preparation.take(roots, this::prepared);
    return arranged(inputs, roots, engine.workers().threads());
  }

  /**
   * The plan of what is prepared, in single precision: nothing in it lasts. It runs as a part of
   * another plan's run, on the threads that this one has.
   */
  private Plan prepared(List<Assignment> assignments) {
    Roots roots = Simplification.apply(new Roots(List.of(), assignments));
    Engine plain = new Engine(engine.workers(), backends);
    return new Compiler(plain, new Preparation()).arranged(List.of(), roots, 0);
  }

  private Plan arranged(List<Input> inputs, Roots simplified, int threads) {
    Roots roots = BiasFusion.apply(simplified, application -> fast(application).isPresent());
    Set<Variable> assigned =
        roots.assignments().stream().map(Assignment::variable).collect(Collectors.toSet());
    if (engine.computesInBf16()) {
      roots = PrecisionLowering.apply(roots, application -> paysInBf16(application, assigned));
    }
    roots = ElementwiseFusion.apply(roots);
    Map<Application, PackedKernel> chosen = new HashMap<>();
    Function<Application, PackedKernel> choice =
        application -> chosen.computeIfAbsent(application, key -> kernel(key, assigned));
    if (engine.recomputes()) {
      roots =
          Recomputation.apply(
              roots,
              rebuilt -> schedule(rebuilt, choice),
              order -> layout(order, choice).slabBytes());
    }
    Verifier.verify(roots.nodes());
    ExecutionOrder schedule = schedule(roots, choice);
    requireListed(inputs, schedule);
    return layout(schedule, choice).plan(inputs, threads);
  }

  private static ExecutionOrder schedule(Roots roots, Function<Application, PackedKernel> kernels) {
    return ExecutionOrder.of(
        roots,
        (application, input, result) ->
            kernels.apply(application).kernel().mayOverwrite(input, result));
  }

  private Layout layout(ExecutionOrder schedule, Function<Application, PackedKernel> kernels) {
    return new Layout(schedule, kernels, this::row, preparation);
  }

  private boolean paysInBf16(Application application, Set<Variable> assigned) {
    Set<Integer> frozen = frozen(application, assigned);
    return backends.stream().anyMatch(backend -> backend.paysInBf16(application, frozen));
  }

  /** Which inputs stay from run to run. */
  private static Set<Integer> frozen(Application application, Set<Variable> assigned) {
    Set<Integer> frozen = new HashSet<>();
    for (int i = 0; i < application.inputs().size(); i++) {
      if (application.inputs().get(i) instanceof Variable variable
          && !assigned.contains(variable)) {
        frozen.add(i);
      }
    }
    return frozen;
  }

  /** The kernel that will run an application. */
  private PackedKernel kernel(Application application, Set<Variable> assigned) {
    try {
      Kernel plain =
          fast(application)
              .map(Backend.Choice::kernel)
              .orElseGet(() -> new DefinitionKernel(application.op()));
      return plain
          .packed(frozen(application, assigned))
          .orElseGet(() -> new PackedKernel(plain, Map.of()));
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException(
          "compile: "
              + application.op().name()
              + (application.scope().isEmpty() ? "" : " of layer '" + application.scope() + "'")
              + " from "
              + application.inputs().stream().map(Node::type).toList()
              + " is larger than its kernel can count; take a smaller batch or fewer units",
          e);
    }
  }

  /** Which row of a table chose it, if one did. */
  private String row(Application application) {
    return fast(application).map(Backend.Choice::row).orElse("");
  }

  private Optional<Backend.Choice> fast(Application application) {
    return kernels.computeIfAbsent(
        Signature.of(application),
        signature ->
            backends.stream()
                .flatMap(backend -> backend.choose(application).stream())
                .findFirst()
                .or(() -> composed(application).map(kernel -> new Backend.Choice(kernel, ""))));
  }

  /** A kernel that is made of others. */
  private Optional<Kernel> composed(Application application) {
    List<TensorType> inputs = application.inputs().stream().map(Node::type).toList();
    List<TensorType> results = application.results().stream().map(Node::type).toList();
    return switch (LowPrecisionOp.computed(application.op())) {
      case RecurrentOp recurrent ->
          Optional.of(new RecurrentKernel(recurrent, inputs, results, backends, engine.workers()));
      case RecurrentGradientOp gradient ->
          Optional.of(
              new RecurrentGradientKernel(gradient, inputs, results, backends, engine.workers()));
      default -> Optional.empty();
    };
  }

  /**
   * Where a variable is read out or assigned to another while it changes itself, its old value is
   * copied within the graph, so that what runs later never sees the new one.
   */
  private static Roots snapshots(List<? extends Node> outputs, List<Assignment> assignments) {
    Set<Node> changing = new HashSet<>();
    assignments.forEach(assignment -> changing.add(assignment.variable()));
    return new Roots(
        outputs.stream().map(output -> snapshot(output, changing)).toList(),
        assignments.stream()
            .map(
                assignment ->
                    new Assignment(assignment.variable(), snapshot(assignment.value(), changing)))
            .toList());
  }

  private static Node snapshot(Node node, Set<Node> changing) {
    return node instanceof Variable && changing.contains(node)
        ? new PointwiseOp("copy", 1, Expression.argument(0)).apply(node)
        : node;
  }

  private static void requireListed(List<Input> inputs, ExecutionOrder schedule) {
    for (Application application : schedule.order()) {
      for (Node node : application.inputs()) {
        if (node instanceof Input input && !inputs.contains(input)) {
          throw new IllegalArgumentException(
              "compile: the graph depends on input '"
                  + input.name()
                  + "' "
                  + input.type()
                  + ", which is not among the "
                  + inputs.size()
                  + " inputs given; add it");
        }
      }
    }
  }
}
