package dev.ranvier.plan;

import dev.ranvier.graph.Application;
import dev.ranvier.graph.Node;
import dev.ranvier.graph.Op;
import dev.ranvier.graph.Result;
import dev.ranvier.graph.Scope;
import dev.ranvier.op.AddOp;
import dev.ranvier.op.BroadcastToOp;
import dev.ranvier.op.DivideOp;
import dev.ranvier.op.MatMulOp;
import dev.ranvier.op.MultiplyOp;
import dev.ranvier.op.Ops;
import dev.ranvier.op.ReshapeOp;
import dev.ranvier.op.SubtractOp;
import dev.ranvier.op.conv.Convolution2dOp;
import dev.ranvier.tensor.DType;
import dev.ranvier.tensor.Shape;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Folds what is done to the result of a matmul or convolution, channel by channel and with frozen
 * numbers, into its weights and a bias: a batch norm by running statistics costs nothing.
 *
 * <p>Formula: (x·W + b) · s + t = x·(W · s) + (b · s + t), where s and t are one number or one for
 * each channel, the last axis. Weights, s and t must be {@link RunConstants}, x must not.
 */
public final class ChannelFolding {
  private static final int WEIGHTS = 1;

  /**
   * What is done to a result, in one formula: {@code scale · result + shift}.
   *
   * @param scale empty for one
   * @param shift empty for zero
   */
  private record Affine(Optional<Node> scale, Optional<Node> shift) {
    static final Affine IDENTITY = new Affine(Optional.empty(), Optional.empty());

    Affine plus(Node number) {
      return new Affine(scale, Optional.of(shift.map(t -> Ops.add(t, number)).orElse(number)));
    }

    Affine minus(Node number) {
      Node less = shift.map(t -> Ops.subtract(t, number)).orElseGet(() -> Ops.negate(number));
      return new Affine(scale, Optional.of(less));
    }

    Affine times(Node number) {
      return new Affine(
          Optional.of(scale.map(s -> Ops.multiply(s, number)).orElse(number)),
          shift.map(t -> Ops.multiply(t, number)));
    }

    Affine over(Node number) {
      return times(Ops.divide(Ops.number(1), number));
    }

    Affine negated() {
      return times(Ops.number(-1));
    }
  }

  /** A matmul or convolution, and what its result goes through. */
  private record Fold(Application base, Affine affine) {}

  private final Rewriting rewriting = new Rewriting();
  private final Roots roots;
  private final List<Application> applications;
  private final Consumers consumers;
  private final RunConstants frozen;
  private final Map<Application, Fold> folds = new HashMap<>();

  private ChannelFolding(Roots roots) {
    this.roots = roots;
    this.applications = Rewriting.applications(roots);
    this.consumers = new Consumers(roots, applications);
    this.frozen = new RunConstants(roots, applications);
  }

  /** The same values with what can be folded folded. */
  public static Roots apply(Roots roots) {
    return new ChannelFolding(roots).run();
  }

  private Roots run() {
    applications.stream().filter(this::hasFrozenWeights).forEach(this::follow);
    for (Application application : applications) {
      Fold fold = folds.get(application);
      if (fold == null) {
        rewriting.keep(application, application.op());
      } else {
        String scope = fold.base.scope();
        rewriting.replace(application.result(), Scope.at(scope, () -> folded(fold)));
      }
    }
    return rewriting.roots(roots);
  }

  private boolean hasFrozenWeights(Application application) {
    boolean hasWeights =
        application.op() instanceof Convolution2dOp || application.op() instanceof MatMulOp;
    return hasWeights
        && application.result().dtype() == DType.F32
        && !frozen.contains(application.inputs().getFirst())
        && frozen.contains(application.inputs().get(WEIGHTS));
  }

  /** Goes from reader to only reader for as long as what is done is affine in each channel. */
  private void follow(Application base) {
    Scope.at(
        base.scope(),
        () -> {
          Result value = base.result();
          Affine affine = Affine.IDENTITY;
          Application reader = consumers.only(value);
          Optional<Affine> next = next(affine, value, reader);
          while (next.isPresent()) {
            affine = next.get();
            value = reader.result();
            reader = consumers.only(value);
            next = next(affine, value, reader);
          }
          if (affine.scale.isPresent()) {
            folds.put(value.application(), new Fold(base, affine));
          }
          return affine;
        });
  }

  private Optional<Affine> next(Affine affine, Result value, Application reader) {
    if (reader == null || reader.inputs().size() != 2) {
      return Optional.empty();
    }
    boolean first = reader.inputs().getFirst() == value;
    Node other = reader.inputs().get(first ? 1 : 0);
    if (!isPerChannel(other, value.shape())
        || !reader.results().getFirst().type().equals(value.type())) {
      return Optional.empty();
    }
    return switch (reader.op()) {
      case AddOp op -> Optional.of(affine.plus(other));
      case SubtractOp op when first -> Optional.of(affine.minus(other));
      case SubtractOp op -> Optional.of(affine.negated().plus(other));
      case MultiplyOp op -> Optional.of(affine.times(other));
      case DivideOp op when first -> Optional.of(affine.over(other));
      default -> Optional.empty();
    };
  }

  private boolean isPerChannel(Node node, Shape result) {
    Shape shape = node.shape();
    return frozen.contains(node)
        && node.dtype() == DType.F32
        && (shape.rank() == 0 || shape.rank() == 1 && shape.size(0) == result.size(-1));
  }

  private Node folded(Fold fold) {
    Application base = fold.base;
    Node weights = base.inputs().get(WEIGHTS);
    Node scale = fold.affine.scale.orElseThrow();
    Node x = rewriting.current(base.inputs().getFirst());
    Node scaled = Ops.multiply(weights, alongColumns(base.op(), scale));
    Node result = Application.of(base.op(), List.of(x, scaled)).result();
    Shape channels = Shape.of(result.shape().size(-1));
    return fold.affine
        .shift
        .map(shift -> Ops.add(result, BroadcastToOp.shape(shift, channels)))
        .orElse(result);
  }

  /** Numbers for the result's columns; a right matrix read transposed has them in its rows. */
  private static Node alongColumns(Op base, Node scale) {
    return base instanceof MatMulOp(boolean left, boolean transposed)
            && transposed
            && scale.shape().rank() == 1
        ? ReshapeOp.to(scale, Shape.of(scale.shape().size(0), 1))
        : scale;
  }
}
