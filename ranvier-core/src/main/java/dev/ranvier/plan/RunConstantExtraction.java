package dev.ranvier.plan;

import dev.ranvier.graph.Application;
import dev.ranvier.graph.Assignment;
import dev.ranvier.graph.Literal;
import dev.ranvier.graph.Node;
import dev.ranvier.graph.Op;
import dev.ranvier.graph.Result;
import dev.ranvier.graph.Variable;
import dev.ranvier.op.BroadcastToOp;
import dev.ranvier.op.ReshapeOp;
import dev.ranvier.tensor.DType;
import dev.ranvier.tensor.NdArray;
import dev.ranvier.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Takes what depends on frozen variables alone out of graphs, so that it need not be computed at
 * every run: graphs read variables that stand for it instead.
 *
 * <p>What is equal in several graphs is one variable. Results of a reshape or broadcast are not
 * taken out, but what these read is: the one costs nothing, the other would take more memory.
 */
public final class RunConstantExtraction {
  /**
   * A graph without what was taken out.
   *
   * @param rest the graph, which reads variables instead
   * @param fresh how the variables that no earlier graph has needed are computed
   */
  public record Cut(Roots rest, List<Assignment> fresh) {
    /** Copies the list. */
    public Cut {
      fresh = List.copyOf(fresh);
    }
  }

  private record Computation(Op op, List<Node> inputs) {}

  private record Number(DType dtype, NdArray value) {}

  private final Map<Computation, Application> known = new HashMap<>();
  private final Map<Number, Literal> constants = new HashMap<>();
  private final Set<Application> computed = new HashSet<>();
  private final Map<Node, Variable> standIns = new HashMap<>();

  /** No values yet. */
  public RunConstantExtraction() {}

  /** Takes the frozen values out of a graph. */
  public Cut cut(Roots roots) {
    return new Cutting(roots).run();
  }

  /** The cutting of one graph. */
  private final class Cutting {
    private final Roots roots;
    private final List<Application> applications;
    private final RunConstants frozen;
    private final Rewriting shared = new Rewriting();
    private final Rewriting rest = new Rewriting();
    private final List<Assignment> fresh = new ArrayList<>();

    Cutting(Roots roots) {
      this.roots = roots;
      this.applications = Rewriting.applications(roots);
      this.frozen = new RunConstants(roots, applications);
    }

    Cut run() {
      for (Application application : applications) {
        Result first = application.results().getFirst();
        if (frozen.contains(first)) {
          shared.replace(application, share(application, frozen.isComputed(first)));
        }
        if (!frozen.isComputed(first)) {
          application.inputs().forEach(this::takeOut);
          rest.keep(application, application.op());
        }
      }
      roots.nodes().forEach(this::takeOut);
      return new Cut(rest.roots(roots), fresh);
    }

    /** The first application that was seen to compute this. */
    private Application share(Application application, boolean ofVariables) {
      List<Node> inputs = application.inputs().stream().map(this::shared).toList();
      Application first =
          known.computeIfAbsent(
              new Computation(application.op(), inputs),
              computation ->
                  Application.of(computation.op, computation.inputs, application.scope()));
      if (ofVariables) {
        computed.add(first);
      }
      return first;
    }

    private Node shared(Node node) {
      return node instanceof Literal constant
          ? constants.computeIfAbsent(
              new Number(constant.dtype(), constant.value()), number -> constant)
          : shared.current(node);
    }

    private void takeOut(Node node) {
      if (frozen.isComputed(node) && rest.current(node) == node) {
        rest.replace(node, standIn(shared.current(node)));
      }
    }

    /** What the rest of the graph reads instead of a shared value. */
    private Node standIn(Node node) {
      if (!(node instanceof Result result) || !computed.contains(result.application())) {
        return node;
      }
      Application application = result.application();
      return application.op() instanceof ReshapeOp || application.op() instanceof BroadcastToOp
          ? application.op().apply(standIn(application.inputs().getFirst()))
          : standIns.computeIfAbsent(result, this::variable);
    }

    private Variable variable(Node result) {
      Variable variable = new Variable("prepared" + standIns.size(), Tensor.zeros(result.type()));
      fresh.add(new Assignment(variable, result));
      return variable;
    }
  }
}
