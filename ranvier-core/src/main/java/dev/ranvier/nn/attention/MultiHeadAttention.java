package dev.ranvier.nn.attention;

import dev.ranvier.graph.Node;
import dev.ranvier.nn.Context;
import dev.ranvier.nn.Fans;
import dev.ranvier.nn.Initializer;
import dev.ranvier.nn.Inputs;
import dev.ranvier.nn.Layer;
import dev.ranvier.nn.initializer.Constant;
import dev.ranvier.nn.initializer.GlorotUniform;
import dev.ranvier.nn.layer.Dropout;
import dev.ranvier.nn.recurrent.Masked;
import dev.ranvier.op.BatchMatMulOp;
import dev.ranvier.op.Ops;
import dev.ranvier.op.ReshapeOp;
import dev.ranvier.op.SliceOp;
import dev.ranvier.op.SplitOp;
import dev.ranvier.op.TransposeOp;
import dev.ranvier.setting.Settings;
import dev.ranvier.tensor.DType;
import dev.ranvier.tensor.NdArray;
import dev.ranvier.tensor.Shape;
import java.util.List;
import java.util.Optional;

/**
 * Attention of every step to every step, or to those of another sequence, by several heads.
 *
 * <p>Formula: [Q, K, V] = x·W + b, each cut into heads of d = features / heads; a head gives
 * softmax(Q · Kᵀ / √d) · V; their results side by side are H, and y = H·Wₒ + bₒ. With causal
 * attention, later steps weigh nothing; inside a {@link Masked} layer, neither do steps that it
 * hides; a step that may look at none gets y = bₒ. Shapes: x and y [batch, steps, features], W
 * [features, 3·features], b [3·features], Wₒ [features, features], bₒ [features]. Defaults: not
 * causal, no dropout of the softmax's weights, Glorot-uniform weights, zero biases. Errors: an
 * input that is no sequence, heads that do not divide the features, a mask of other steps. Source:
 * Vaswani et al., "Attention is all you need", 2017 (arXiv 1706.03762).
 *
 * @param heads the number of heads
 * @param causal whether a step sees only itself and what came before
 * @param dropout the probability with which training drops a weight of the softmax
 * @param weights how W and Wₒ start
 */
public record MultiHeadAttention(int heads, boolean causal, double dropout, Initializer weights)
    implements Layer {
  /** Of the logarithm of a weight that is to be nothing; finite, so that no NaN can come of it. */
  private static final double NOTHING = -1e9;

  /** So many heads that see all steps, without dropout. */
  public MultiHeadAttention(int heads) {
    this(heads, false, 0, new GlorotUniform());
  }

  /** Checks the settings. */
  public MultiHeadAttention {
    Settings.positive("multi-head-attention", "heads", heads);
    Settings.fraction("multi-head-attention", "dropout", dropout);
  }

  /** The same layer with or without sight of later steps. */
  public MultiHeadAttention withCausal(boolean other) {
    return new MultiHeadAttention(heads, other, dropout, weights);
  }

  /** The same layer with another rate of dropout. */
  public MultiHeadAttention withDropout(double other) {
    return new MultiHeadAttention(heads, causal, other, weights);
  }

  /** The same layer with weights that start another way. */
  public MultiHeadAttention withWeights(Initializer other) {
    return new MultiHeadAttention(heads, causal, dropout, other);
  }

  @Override
  public Node apply(Node x, Context context) {
    return attend(x, x, Inputs.padding("multi-head-attention", context, x), context);
  }

  /**
   * Attention of the steps of x to those of another sequence of as many features, usually what an
   * encoder gives.
   */
  public Node attend(Node x, Node memory, Context context) {
    return attend(x, memory, Optional.empty(), context);
  }

  /**
   * The same where some steps of the other sequence weigh nothing.
   *
   * @param padding f32 [batch, steps of memory]: 1 at the steps that weigh nothing, else 0
   */
  public Node attend(Node x, Node memory, Node padding, Context context) {
    requireSequences(x, memory, context);
    Inputs.requirePadding("multi-head-attention", context, padding, memory);
    return attend(x, memory, Optional.of(padding), context);
  }

  private Node attend(Node x, Node memory, Optional<Node> padding, Context context) {
    requireSequences(x, memory, context);
    int batch = x.shape().size(0);
    int steps = x.shape().size(1);
    int features = x.shape().size(2);
    Fans fans = new Fans(features, features);
    Node w =
        context.parameter(
            "weights", Shape.of(features, Math.multiplyExact(3, features)), weights, fans);
    Node b = context.parameter("bias", Shape.of(3 * features), Constant.ZEROS, Fans.NONE);
    Node query;
    List<? extends Node> keysAndValues;
    if (x == memory) {
      List<? extends Node> all = new SplitOp(1, 3).applyAll(Ops.add(Ops.matmul(rows(x), w), b));
      query = all.get(0);
      keysAndValues = all.subList(1, 3);
    } else {
      query = Ops.add(Ops.matmul(rows(x), part(w, 0, 1)), part(b, 0, 1));
      Node both = Ops.add(Ops.matmul(rows(memory), part(w, 1, 2)), part(b, 1, 2));
      keysAndValues = new SplitOp(1, 2).applyAll(both);
    }
    double scale = 1 / Math.sqrt((double) features / heads);
    Node scores =
        new BatchMatMulOp(false, true)
            .apply(byHead(Ops.multiply(query, scale), batch), byHead(keysAndValues.get(0), batch));
    Node shares = padding.isPresent() ? shares(scores, padding.get()) : shares(scores);
    Node attended =
        new BatchMatMulOp()
            .apply(
                new Dropout(dropout).apply(shares, context), byHead(keysAndValues.get(1), batch));
    Node joined =
        ReshapeOp.to(
            new TransposeOp(List.of(0, 2, 1, 3)).apply(attended),
            Shape.of(batch * steps, features));
    Node out = context.parameter("output", Shape.of(features, features), weights, fans);
    Node bias = context.parameter("output-bias", Shape.of(features), Constant.ZEROS, Fans.NONE);
    return ReshapeOp.to(Ops.add(Ops.matmul(joined, out), bias), x.shape());
  }

  private void requireSequences(Node x, Node memory, Context context) {
    Inputs.sequence("multi-head-attention", context, x);
    Inputs.sequence("multi-head-attention", context, memory);
    int features = x.shape().size(2);
    if (features % heads != 0) {
      throw new IllegalArgumentException(
          String.format(
              "multi-head-attention %s: %d heads must divide the %d features of the input",
              context.layerName(), heads, features));
    }
    if (!memory.shape().with(1, 1).equals(x.shape().with(1, 1))) {
      throw new IllegalArgumentException(
          String.format(
              "multi-head-attention %s: steps of %s cannot attend to %s; batch and features must"
                  + " agree",
              context.layerName(), x.shape(), memory.shape()));
    }
  }

  /** [batch, heads, steps, features / heads]. */
  private Node byHead(Node rows, int batch) {
    int steps = rows.shape().size(0) / batch;
    Node cut = ReshapeOp.to(rows, Shape.of(batch, steps, heads, rows.shape().size(1) / heads));
    return new TransposeOp(List.of(0, 2, 1, 3)).apply(cut);
  }

  private Node shares(Node scores) {
    int steps = scores.shape().size(2);
    int seen = scores.shape().size(3);
    return softmax(causal ? Ops.add(scores, future(steps, seen, NOTHING)) : scores);
  }

  /** The same where some steps have no share, and all of them none where no step is left. */
  private Node shares(Node scores, Node padding) {
    int batch = padding.shape().size(0);
    int steps = scores.shape().size(2);
    int seen = padding.shape().size(1);
    Node hidden = ReshapeOp.to(padding, Shape.of(batch, 1, 1, seen));
    if (causal) {
      hidden = Ops.maximum(hidden, future(steps, seen, 1));
    }
    // The softmax of a row where all are hidden is not 0, hence the second selection.
    Node shares = softmax(Ops.select(hidden, Ops.number(NOTHING), scores));
    return Ops.select(hidden, Ops.number(0), shares);
  }

  private static Node softmax(Node scores) {
    return new dev.ranvier.op.normalization.SoftmaxOp().apply(scores);
  }

  /** Zeros where a step may look, and a value where it may not. */
  private static Node future(int steps, int seen, double value) {
    NdArray mask = NdArray.zeros(Shape.of(steps, seen));
    for (int i = 0; i < steps; i++) {
      for (int j = i + 1; j < seen; j++) {
        mask.set(value, i, j);
      }
    }
    return new dev.ranvier.graph.Literal(DType.F32, mask);
  }

  private static Node rows(Node x) {
    return ReshapeOp.to(x, Shape.of(x.shape().size(0) * x.shape().size(1), x.shape().size(2)));
  }

  /** Some of the three parts of weights or biases. */
  private static Node part(Node all, int first, int count) {
    int features = all.shape().size(-1) / 3;
    Shape box = all.shape().with(-1, count * features);
    int start = first * features;
    return SliceOp.of(all, box.rank() == 1 ? List.of(start) : List.of(0, start), box);
  }
}
