package dev.ranvier.plan;

import static dev.ranvier.op.scalar.Expression.argument;

import dev.ranvier.graph.Application;
import dev.ranvier.graph.Literal;
import dev.ranvier.graph.Node;
import dev.ranvier.graph.Op;
import dev.ranvier.graph.Result;
import dev.ranvier.graph.Scope;
import dev.ranvier.op.AddOp;
import dev.ranvier.op.BroadcastToOp;
import dev.ranvier.op.DivideOp;
import dev.ranvier.op.ExponentialOp;
import dev.ranvier.op.LogarithmOp;
import dev.ranvier.op.MatMulOp;
import dev.ranvier.op.MultiplyOp;
import dev.ranvier.op.PointwiseOp;
import dev.ranvier.op.PowerOp;
import dev.ranvier.op.ReshapeOp;
import dev.ranvier.op.StopGradientOp;
import dev.ranvier.op.SubtractOp;
import dev.ranvier.op.scalar.Expression;
import dev.ranvier.tensor.DType;
import dev.ranvier.tensor.NdArray;
import dev.ranvier.tensor.Shape;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Leaves out work that needs no doing: equal computations are done once, small constants are
 * folded, neutral operations (times one, plus zero, a reshape of a reshape) vanish, a column times
 * a row is elementwise, and exp(c · ln x) is a power where loops compute that by roots.
 */
public final class Simplification {
  /** Results larger than this are not folded: computing them may be cheaper than storing them. */
  private static final long FOLDED_ELEMENTS = 1024;

  /** As the gradient of a multiplication is written. */
  private static final Expression MULTIPLICATION = argument(1).times(argument(0));

  private record Computation(Op op, List<Node> inputs) {}

  private record Value(DType dtype, NdArray array) {}

  private final Rewriting rewriting = new Rewriting();
  private final Map<Computation, Application> known = new HashMap<>();
  private final Map<Value, Literal> constants = new HashMap<>();

  private Simplification() {}

  /** The same values by fewer computations. */
  public static Roots apply(Roots roots) {
    Simplification pass = new Simplification();
    for (Application application : Rewriting.applications(roots)) {
      pass.visit(application);
    }
    return pass.rewriting.roots(roots);
  }

  private void visit(Application old) {
    old.inputs().forEach(this::shareConstant);
    List<Node> inputs = rewriting.current(old.inputs());
    Optional<Node> simpler = simpler(old, inputs);
    if (simpler.isPresent()) {
      rewriting.replace(old.result(), simpler.get());
      return;
    }
    Computation computation = new Computation(old.op(), inputs);
    Application same = known.get(computation);
    if (same == null) {
      rewriting.keep(old, old.op());
      Node first = rewriting.current(old.results().getFirst());
      same = ((Result) first).application();
      known.put(computation, same);
    } else {
      rewriting.replace(old, same);
    }
  }

  private void shareConstant(Node node) {
    if (node instanceof Literal constant && constant.value().data().length <= FOLDED_ELEMENTS) {
      Value value = new Value(constant.dtype(), constant.value());
      rewriting.replace(constant, constants.computeIfAbsent(value, key -> constant));
    }
  }

  private Optional<Node> simpler(Application old, List<Node> inputs) {
    if (old.results().size() != 1) {
      return Optional.empty();
    }
    Node x = inputs.isEmpty() ? null : inputs.getFirst();
    Optional<Node> neutral =
        switch (old.op()) {
          case AddOp op -> either(inputs, 0);
          case MultiplyOp op -> either(inputs, 1);
          case PointwiseOp(var name, int arity, var formula) when formula.equals(MULTIPLICATION) ->
              either(inputs, 1);
          case SubtractOp op -> isNumber(inputs.get(1), 0) ? Optional.of(x) : Optional.empty();
          case DivideOp op -> isNumber(inputs.get(1), 1) ? Optional.of(x) : Optional.empty();
          case ReshapeOp op -> reshaped(op, x, old.scope());
          case BroadcastToOp op -> Optional.of(x);
          case StopGradientOp op -> Optional.of(x);
          case MatMulOp op -> rankOne(op, inputs, old);
          case ExponentialOp op -> power(x, old.scope());
          default -> Optional.empty();
        };
    return neutral
        .filter(node -> node.type().equals(old.result().type()))
        .or(() -> folded(old, inputs));
  }

  private static Optional<Node> either(List<Node> inputs, double neutral) {
    if (isNumber(inputs.get(1), neutral)) {
      return Optional.of(inputs.get(0));
    }
    return isNumber(inputs.get(0), neutral) ? Optional.of(inputs.get(1)) : Optional.empty();
  }

  /**
   * A column times a row, a GEMM of rank one, is elementwise: a weight's gradient of a single
   * example then becomes part of the weight's update and is never stored.
   */
  private static Optional<Node> rankOne(MatMulOp op, List<Node> factors, Application old) {
    Shape left = factors.get(0).shape();
    if (left.size(op.transposeLeft() ? 0 : 1) != 1) {
      return Optional.empty();
    }
    Shape shape = old.result().shape();
    return Scope.at(
        old.scope(),
        () ->
            Optional.of(
                new MultiplyOp()
                    .apply(
                        ReshapeOp.to(factors.get(0), Shape.of(shape.size(0), 1)),
                        ReshapeOp.to(factors.get(1), Shape.of(1, shape.size(1))))));
  }

  /**
   * e to c · ln x is x to the power c. Where c is a small multiple of a quarter, loops compute that
   * by square roots; whole numbers are left out, for which the two differ below zero.
   */
  private static Optional<Node> power(Node exponent, String scope) {
    if (exponent instanceof Result scaled
        && scaled.application().op() instanceof MultiplyOp
        && scaled.application().inputs().get(0) instanceof Result logarithm
        && logarithm.application().op() instanceof LogarithmOp
        && scaled.application().inputs().get(1) instanceof Literal number
        && isSmallFraction(number)) {
      List<Node> inputs = List.of(logarithm.application().inputs().getFirst(), number);
      return Optional.of(Application.of(new PowerOp(), inputs, scope).result());
    }
    return Optional.empty();
  }

  private static boolean isSmallFraction(Literal number) {
    if (number.value().data().length != 1) {
      return false;
    }
    double value = number.value().data()[0];
    return Math.abs(value) < 3 && value != Math.rint(value) && 4 * value == Math.rint(4 * value);
  }

  private static Optional<Node> reshaped(ReshapeOp reshape, Node x, String scope) {
    if (x.shape().equals(reshape.shape())) {
      return Optional.of(x);
    }
    if (x instanceof Result inner && inner.application().op() instanceof ReshapeOp) {
      Node origin = inner.application().inputs().getFirst();
      return Optional.of(
          origin.shape().equals(reshape.shape())
              ? origin
              : Application.of(reshape, List.of(origin), scope).result());
    }
    return Optional.empty();
  }

  private Optional<Node> folded(Application old, List<Node> inputs) {
    boolean constant = inputs.stream().allMatch(input -> input instanceof Literal);
    if (!constant
        || inputs.isEmpty()
        || old.result().shape().elements() > FOLDED_ELEMENTS
        || old.op() instanceof BroadcastToOp) {
      return Optional.empty();
    }
    List<NdArray> values = inputs.stream().map(input -> ((Literal) input).value()).toList();
    Value value = new Value(old.result().dtype(), old.op().evaluate(values).getFirst());
    return Optional.of(
        constants.computeIfAbsent(value, key -> new Literal(key.dtype(), key.array())));
  }

  /** Whether every element is a number; the number may be repeated. */
  private static boolean isNumber(Node node, double number) {
    return switch (node) {
      case Literal constant ->
          constant.value().data().length == 1 && constant.value().data()[0] == number;
      case Result result when result.application().op() instanceof BroadcastToOp ->
          isNumber(result.application().inputs().getFirst(), number);
      default -> false;
    };
  }
}
