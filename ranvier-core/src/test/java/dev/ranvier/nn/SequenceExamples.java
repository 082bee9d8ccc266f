package dev.ranvier.nn;

import static dev.ranvier.tensor.TensorType.f32;
import static dev.ranvier.tensor.TensorType.i32;

import dev.ranvier.graph.Node;
import dev.ranvier.nn.attention.Embedding;
import dev.ranvier.nn.attention.MultiHeadAttention;
import dev.ranvier.nn.attention.PositionalEncoding;
import dev.ranvier.nn.attention.TransformerDecoder;
import dev.ranvier.nn.attention.TransformerEncoder;
import dev.ranvier.nn.recurrent.Bidirectional;
import dev.ranvier.nn.recurrent.Gru;
import dev.ranvier.nn.recurrent.Lstm;
import dev.ranvier.nn.recurrent.Masked;
import dev.ranvier.nn.recurrent.SimpleRnn;
import dev.ranvier.op.SliceOp;
import dev.ranvier.tensor.DType;
import dev.ranvier.tensor.NdArray;
import dev.ranvier.tensor.Shape;
import dev.ranvier.tensor.TensorType;
import java.util.List;
import java.util.function.BiFunction;

/** The part of {@link LayerExamples} about sequences. */
final class SequenceExamples {
  private static final TensorType STEPS = f32(4, 3);

  private SequenceExamples() {}

  static List<LayerExample> small() {
    MultiHeadAttention attention = new MultiHeadAttention(2);
    TransformerDecoder decoder = new TransformerDecoder(2, 3);
    return List.of(
        new LayerExample("simple rnn", new SimpleRnn(2), STEPS),
        new LayerExample("simple rnn sequences", new SimpleRnn(2).withReturnSequences(true), STEPS),
        new LayerExample("lstm", new Lstm(2), STEPS),
        new LayerExample("lstm sequences", new Lstm(2).withReturnSequences(true), STEPS),
        new LayerExample("lstm masking", new Lstm(2).withMasking(true), STEPS),
        new LayerExample("gru", new Gru(2), STEPS),
        new LayerExample("gru sequences", new Gru(2).withReturnSequences(true), STEPS),
        new LayerExample("gru masking", new Gru(2).withMasking(true), STEPS),
        new LayerExample("bidirectional", new Bidirectional(new Lstm(2)), STEPS),
        new LayerExample(
            "bidirectional sequences",
            new Bidirectional(new Gru(2).withReturnSequences(true)),
            STEPS),
        new LayerExample(
            "bidirectional masking", new Bidirectional(new Lstm(2).withMasking(true)), STEPS),
        new LayerExample("embedding", new Embedding(5, 3), i32(3)),
        new LayerExample("embedding padding", new Embedding(5, 3).withPadding(1), i32(3)),
        new LayerExample("attention", attention, f32(3, 4)),
        new LayerExample("causal attention", attention.withCausal(true), f32(3, 4)),
        new LayerExample(
            "attention to a memory",
            new LastTwoAsMemory((x, inner) -> attention.attend(x[0], x[1], inner)),
            f32(5, 4)),
        new LayerExample("masked attention", new Masked(attention), f32(4, 4)),
        new LayerExample(
            "masked causal attention", new Masked(attention.withCausal(true)), f32(4, 4)),
        new LayerExample(
            "masked encoders",
            new Masked(
                new PositionalEncoding(),
                new TransformerEncoder(2, 3),
                new TransformerEncoder(1, 2)),
            f32(4, 4)),
        new LayerExample(
            "masked decoder with a memory",
            new LastTwoAsMemory(
                (x, inner) -> {
                  Node padding = Masked.padding(x[1]);
                  return inner.hiding(
                      Masked.padding(x[0]), () -> decoder.apply(x[0], x[1], padding, inner));
                }),
            f32(5, 4)),
        new LayerExample("masked gru", new Masked(new Gru(2)), STEPS),
        new LayerExample("positions", new PositionalEncoding(), STEPS),
        new LayerExample("learned positions", new PositionalEncoding().withLearned(true), STEPS),
        new LayerExample("encoder", new TransformerEncoder(2, 3), f32(3, 4)),
        new LayerExample(
            "encoder norms last", new TransformerEncoder(2, 3).withNormFirst(false), f32(3, 4)),
        new LayerExample(
            "causal encoder", new TransformerEncoder(1, 3).withCausal(true), f32(3, 4)),
        new LayerExample("decoder", decoder, f32(3, 4)),
        new LayerExample(
            "decoder with a memory",
            new LastTwoAsMemory((x, inner) -> decoder.apply(x[0], x[1], inner)),
            f32(5, 4)));
  }

  /** Padding that does not change with the input, so that differences see it. */
  static List<LayerExample> hidden() {
    MultiHeadAttention attention = new MultiHeadAttention(2);
    Layer recurrent = new Bidirectional(new Lstm(2).withReturnSequences(true));
    return List.of(
        new LayerExample("attention with hidden steps", new LastHidden(attention), f32(4, 4)),
        new LayerExample(
            "causal attention with hidden steps",
            new LastHidden(attention.withCausal(true)),
            f32(4, 4)),
        new LayerExample(
            "encoder with hidden steps", new LastHidden(new TransformerEncoder(2, 3)), f32(3, 4)),
        new LayerExample(
            "decoder with hidden steps", new LastHidden(new TransformerDecoder(2, 3)), f32(3, 4)),
        new LayerExample("lstm with hidden steps", new LastHidden(recurrent), STEPS));
  }

  /** Hides the last two steps of the first example, and all of the others. */
  private record LastHidden(Layer layer) implements Layer {
    @Override
    public Node apply(Node x, Context context) {
      int steps = x.shape().size(1);
      NdArray padding = NdArray.zeros(Shape.of(x.shape().size(0), steps)).map(zero -> 1);
      for (int step = 0; step < steps - 2; step++) {
        padding.set(0, 0, step);
      }
      return new Masked(layer).apply(x, new dev.ranvier.graph.Literal(DType.F32, padding), context);
    }
  }

  /** Too large for finite differences. */
  static List<LayerExample> large() {
    return List.of(
        new LayerExample("lstm of 100 steps", new Lstm(5), f32(100, 3)),
        new LayerExample("gru of 100 steps", new Gru(5).withReturnSequences(true), f32(100, 3)));
  }

  /** Hands the last two steps of a sequence over as the memory of the others. */
  private record LastTwoAsMemory(BiFunction<Node[], Context, Node> layer) implements Layer {
    @Override
    public Node apply(Node x, Context context) {
      Shape shape = x.shape();
      int steps = shape.size(1) - 2;
      Node first = SliceOp.of(x, List.of(0, 0, 0), shape.with(1, steps));
      Node memory = SliceOp.of(x, List.of(0, steps, 0), shape.with(1, 2));
      return layer.apply(new Node[] {first, memory}, context);
    }
  }
}
