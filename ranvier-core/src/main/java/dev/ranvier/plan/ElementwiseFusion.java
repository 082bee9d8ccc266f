package dev.ranvier.plan;

import dev.ranvier.graph.Application;
import dev.ranvier.graph.Constant;
import dev.ranvier.graph.Node;
import dev.ranvier.graph.Result;
import dev.ranvier.op.BroadcastTo;
import dev.ranvier.op.Elementwise;
import dev.ranvier.op.Fused;
import dev.ranvier.op.Uniform;
import dev.ranvier.op.scalar.Expression;
import dev.ranvier.op.scalar.ScalarProgram;
import dev.ranvier.tensor.DType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Joins elementwise applications of one shape that feed one another into single passes over memory
 * ({@link Fused}): what lies between them never reaches memory.
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
    Clusters clusters = new Clusters(applications);
    for (Application application : applications) {
      if (isFusible(application)) {
        for (Node input : application.inputs()) {
          if (input instanceof Result result
              && isFusible(result.application())
              && result.shape().equals(application.result().shape())) {
            clusters.merge(result.application(), application);
          }
        }
      }
    }
    for (List<Application> cluster : clusters.inOrder()) {
      Application first = cluster.getFirst();
      boolean lone = cluster.size() == 1 && !(first.op() instanceof Elementwise);
      if (!isFusible(first) || lone && first.op() instanceof BroadcastTo) {
        rewriting.keep(first, first.op());
      } else {
        fuse(cluster);
      }
    }
    return rewriting.roots(roots);
  }

  private static boolean isFusible(Application application) {
    return switch (application.op()) {
      case Elementwise op -> application.result().dtype() == DType.F32;
      case Uniform op -> true;
      case BroadcastTo op -> application.result().dtype() == DType.F32;
      default -> false;
    };
  }

  private void fuse(List<Application> cluster) {
    List<Node> inputs = inputs(cluster);
    Map<Node, Expression> values = new HashMap<>();
    inputs.forEach(input -> values.put(input, Expression.argument(values.size())));
    ScalarProgram.Assembler assembler = new ScalarProgram.Assembler(inputs.size());
    Map<Result, Integer> outputs = new LinkedHashMap<>();
    Set<Application> members = new HashSet<>(cluster);
    for (Application member : cluster) {
      List<Expression> arguments =
          member.inputs().stream().map(input -> value(input, values)).toList();
      int slot = assembler.slot(formula(member).substitute(arguments));
      values.put(member.result(), Expression.argument(slot));
      if (consumers.isRoot(member.result())
          || !members.containsAll(consumers.of(member.result()))) {
        outputs.put(member.result(), slot);
      }
    }
    Fused op =
        new Fused(
            cluster.getFirst().result().shape(), assembler.program(List.copyOf(outputs.values())));
    Application fused = Application.of(op, rewriting.current(inputs), cluster.getLast().scope());
    int position = 0;
    for (Result output : outputs.keySet()) {
      rewriting.replace(output, fused.results().get(position++));
    }
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
        ? Expression.constant(((Constant) node).value().data()[0])
        : values.get(node);
  }

  private static boolean isNumber(Node node) {
    return node instanceof Constant constant && constant.value().data().length == 1;
  }

  private static Expression formula(Application member) {
    return switch (member.op()) {
      case Elementwise op -> op.formula();
      case Uniform op -> Uniform.FORMULA;
      default -> Expression.argument(0); // BroadcastTo: the loop broadcasts by itself
    };
  }
}
