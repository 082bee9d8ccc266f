package dev.ranvier.plan;

import dev.ranvier.graph.Application;
import dev.ranvier.graph.Literal;
import dev.ranvier.graph.Node;
import dev.ranvier.graph.Result;
import dev.ranvier.graph.Variable;
import dev.ranvier.op.BroadcastToOp;
import dev.ranvier.op.CastOp;
import dev.ranvier.op.Elementwise;
import dev.ranvier.op.FusedOp;
import dev.ranvier.op.MaxOp;
import dev.ranvier.op.Outcome;
import dev.ranvier.op.SumOp;
import dev.ranvier.op.UniformOp;
import dev.ranvier.op.scalar.Expression;
import dev.ranvier.op.scalar.Fold;
import dev.ranvier.op.scalar.ScalarProgram;
import dev.ranvier.tensor.DType;
import dev.ranvier.tensor.Shape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Joins elementwise applications of one shape that feed one another into single passes over memory
 * ({@link FusedOp}): what lies between them never reaches memory.
 *
 * <p>Casts between f32 and bf16 join like any other. Within a pass nothing is rounded to bf16, so
 * that a cast there and back changes nothing; what leaves the pass as bf16 is rounded. Sums and
 * maxima of what a pass computes become part of it, and so do sums over what it reads anyway.
 */
public final class ElementwiseFusion {
  private final Rewriting rewriting = new Rewriting();
  private final Roots roots;
  private final List<Application> applications;
  private final Consumers consumers;

  private ElementwiseFusion(Roots roots) {
    this.roots = roots;
    this.applications = Rewriting.applications(roots);
    this.consumers = new Consumers(roots, applications);
  }

  /** The same values with elementwise chains joined. */
  public static Roots apply(Roots roots) {
    return new ElementwiseFusion(roots).run();
  }

  private Roots run() {
    Clusters clusters = new Clusters(applications, member -> reduction(member).isPresent());
    mergeWithProducers(clusters, applications);
    mergeReductionsOfOneInput(clusters);
    mergeReadersOfVariables(clusters);
    for (List<Application> cluster : clusters.inOrder()) {
      Application first = cluster.getFirst();
      boolean lone = cluster.size() == 1 && !(first.op() instanceof Elementwise);
      if (!isFusible(first) || lone && first.op() instanceof BroadcastToOp) {
        rewriting.keep(first, first.op());
      } else {
        fuse(cluster);
      }
    }
    return rewriting.roots(roots);
  }

  private static void mergeWithProducers(Clusters clusters, List<Application> applications) {
    for (Application application : applications) {
      if (isFusible(application) && !isWidening(application)) {
        for (Node input : application.inputs()) {
          if (input instanceof Result result && joins(result.application(), application)) {
            clusters.merge(result.application(), application);
            if (isWidening(result.application())) {
              mergeThrough(clusters, result.application(), application);
            }
          }
        }
      }
    }
  }

  /** Widening is free where the wide numbers are used, so it stays with its reader at least. */
  private static void mergeThrough(
      Clusters clusters, Application widening, Application application) {
    if (widening.inputs().getFirst() instanceof Result narrow
        && joins(narrow.application(), application)) {
      clusters.merge(narrow.application(), application);
    }
  }

  private static boolean joins(Application producer, Application reader) {
    return isFusible(producer)
        && reduction(producer).isEmpty()
        && producer.result().shape().equals(loopShape(reader))
        && !seesRounding(reader);
  }

  private static boolean isWidening(Application application) {
    return application.op() instanceof CastOp(DType dtype)
        && dtype == DType.F32
        && application.inputs().getFirst().dtype() == DType.BF16;
  }

  /**
   * Which elements are the maximum is found by comparing them with the maximum later: it must be
   * that of the rounded numbers.
   */
  private static boolean seesRounding(Application application) {
    return application.op() instanceof MaxOp
        && application.inputs().getFirst().dtype() == DType.BF16;
  }

  /**
   * What an update computes from one variable belongs into one pass over it, also where no part of
   * it feeds another: the next step of a parameter and the next mean of its gradients, both from
   * the last mean.
   */
  private void mergeReadersOfVariables(Clusters clusters) {
    Map<Variable, Application> readers = new HashMap<>();
    for (Application application : applications) {
      if (isFusible(application) && reduction(application).isEmpty()) {
        for (Node input : application.inputs()) {
          if (input instanceof Variable variable
              && variable.shape().equals(application.result().shape())) {
            clusters.merge(readers.computeIfAbsent(variable, key -> application), application);
          }
        }
      }
    }
  }

  /** Passes that sum up something are joined where they read the same. */
  private void mergeReductionsOfOneInput(Clusters clusters) {
    Map<Node, Application> readers = new HashMap<>();
    for (List<Application> cluster : clusters.inOrder()) {
      if (cluster.stream().anyMatch(member -> reduction(member).isPresent())) {
        for (Application member : cluster) {
          for (Node input : member.inputs()) {
            if (isFusible(member) && input.shape().equals(loopShape(member))) {
              clusters.merge(readers.computeIfAbsent(input, key -> member), member);
            }
          }
        }
      }
    }
  }

  private static boolean isFusible(Application application) {
    return switch (application.op()) {
      case Elementwise op -> isLoopType(application.result()) && readsLoopTypes(application);
      case UniformOp op -> true;
      case BroadcastToOp op -> isLoopType(application.result());
      case CastOp op -> isLoopType(application.result()) && readsLoopTypes(application);
      case SumOp op -> isLoopType(application.result());
      case MaxOp op -> isLoopType(application.result());
      default -> false;
    };
  }

  private static boolean isLoopType(Node node) {
    return node.dtype() == DType.F32 || node.dtype() == DType.BF16;
  }

  private static boolean readsLoopTypes(Application application) {
    return application.inputs().stream()
        .allMatch(input -> isLoopType(input) || input.dtype() == DType.I32);
  }

  /** What an application does to the elements along some axes; empty where it is elementwise. */
  private static Optional<Outcome.Reduced> reduction(Application application) {
    return switch (application.op()) {
      case SumOp(List<Integer> axes) -> Optional.of(new Outcome.Reduced(Fold.SUM, axes));
      case MaxOp(List<Integer> axes) -> Optional.of(new Outcome.Reduced(Fold.MAX, axes));
      default -> Optional.empty();
    };
  }

  /** The shape that the pass with an application runs over. */
  private static Shape loopShape(Application application) {
    return reduction(application).isPresent()
        ? application.inputs().getFirst().shape()
        : application.result().shape();
  }

  private void fuse(List<Application> cluster) {
    List<Node> inputs = inputs(cluster);
    Map<Node, Expression> values = new HashMap<>();
    inputs.forEach(input -> values.put(input, Expression.argument(values.size())));
    ScalarProgram.Assembler assembler = new ScalarProgram.Assembler(inputs.size());
    Map<Result, Integer> outputs = new LinkedHashMap<>();
    List<Outcome> outcomes = new ArrayList<>();
    Set<Application> members = new HashSet<>(cluster);
    for (Application member : cluster) {
      List<Expression> arguments =
          member.inputs().stream().map(input -> value(input, values)).toList();
      int slot = assembler.slot(formula(member).substitute(arguments));
      values.put(member.result(), Expression.argument(slot));
      if (consumers.isRoot(member.result())
          || !members.containsAll(consumers.of(member.result()))) {
        outputs.put(member.result(), slot);
        outcomes.add(outcome(member));
      }
    }
    FusedOp op =
        new FusedOp(
            loopShape(cluster.getFirst()),
            assembler.program(List.copyOf(outputs.values())),
            outcomes);
    Application fused = Application.of(op, rewriting.current(inputs), cluster.getLast().scope());
    int position = 0;
    for (Result output : outputs.keySet()) {
      // Reductions give f32.
      rewriting.replace(output, CastOp.to(fused.results().get(position++), output.dtype()));
    }
  }

  private static Outcome outcome(Application member) {
    return reduction(member)
        .<Outcome>map(reduced -> reduced)
        .orElseGet(() -> new Outcome.Stored(member.result().dtype()));
  }

  /** What flows into a cluster from outside, each node once. */
  private static List<Node> inputs(List<Application> cluster) {
    Set<Node> produced = new HashSet<>();
    cluster.forEach(member -> produced.addAll(member.results()));
    List<Node> inputs = new ArrayList<>();
    for (Application member : cluster) {
      for (Node input : member.inputs()) {
        if (!produced.contains(input) && !isNumber(input) && !inputs.contains(input)) {
          inputs.add(input);
        }
      }
    }
    return inputs;
  }

  private static Expression value(Node node, Map<Node, Expression> values) {
    return isNumber(node)
        ? Expression.constant(((Literal) node).value().data()[0])
        : values.get(node);
  }

  private static boolean isNumber(Node node) {
    return node instanceof Literal constant && constant.value().data().length == 1;
  }

  private static Expression formula(Application member) {
    return switch (member.op()) {
      case Elementwise op -> op.formula();
      case UniformOp op -> UniformOp.FORMULA;
      // The loop broadcasts by itself, casts by storing, and reduces what this gives.
      default -> Expression.argument(0);
    };
  }
}
