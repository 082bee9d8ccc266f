package dev.ranvier.nn.recurrent;

import static dev.ranvier.tensor.TensorType.f32;
import static dev.ranvier.tensor.TensorType.i32;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.ranvier.exec.Engines;
import dev.ranvier.graph.Interpreter;
import dev.ranvier.graph.Literal;
import dev.ranvier.graph.Node;
import dev.ranvier.graph.Variable;
import dev.ranvier.nn.Context;
import dev.ranvier.nn.Layer;
import dev.ranvier.nn.Model;
import dev.ranvier.nn.Trace;
import dev.ranvier.nn.attention.Embedding;
import dev.ranvier.nn.attention.MultiHeadAttention;
import dev.ranvier.nn.attention.PositionalEncoding;
import dev.ranvier.nn.attention.TransformerDecoder;
import dev.ranvier.nn.attention.TransformerEncoder;
import dev.ranvier.nn.conv.MaxPool1d;
import dev.ranvier.nn.layer.Sequential;
import dev.ranvier.tensor.DType;
import dev.ranvier.tensor.NdArray;
import dev.ranvier.tensor.Shape;
import dev.ranvier.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Steps that attention and recurrent layers do not see; golden values are in GoldenLayersTest. */
class MaskedTest {
  private static final int STEPS = 4;
  private static final int FEATURES = 6;

  static List<Layer> layers() {
    return List.of(
        new MultiHeadAttention(2),
        new MultiHeadAttention(2).withCausal(true),
        new TransformerEncoder(2, 8),
        new TransformerEncoder(2, 8).withNormFirst(false),
        new TransformerDecoder(2, 8),
        new Bidirectional(new Gru(3).withReturnSequences(true)));
  }

  @ParameterizedTest
  @MethodSource("layers")
  void aHiddenStepChangesNothingElse(Layer layer) {
    NdArray padding = NdArray.of(Shape.of(1, STEPS), 0, 1, 0, 0);
    Model model = new Model(f32(STEPS, FEATURES), new Hiding(layer, padding), 1);
    NdArray x = waves(1);
    double[] before = compiled(model, x);
    for (int i = FEATURES; i < 2 * FEATURES; i++) {
      x.data()[i] = 1e6 * i;
    }
    double[] after = compiled(model, x);
    int width = before.length / STEPS;
    assertThat(Arrays.copyOf(after, width)).isEqualTo(Arrays.copyOf(before, width));
    assertThat(Arrays.copyOfRange(after, 2 * width, before.length))
        .isEqualTo(Arrays.copyOfRange(before, 2 * width, before.length));
  }

  @Test
  void attentionToNothingGivesTheBias() {
    NdArray padding = NdArray.of(Shape.of(1, STEPS), 1, 0, 0, 0);
    Layer attention = new MultiHeadAttention(2).withCausal(true);
    Model model = new Model(f32(STEPS, FEATURES), new Hiding(attention, padding), 1);
    Variable bias = model.parameters().getLast();
    bias.value().copyFrom(NdArray.of(Shape.of(FEATURES), 1, 2, 3, 4, 5, 6));
    double[] y = compiled(model, waves(1));
    // The first step may look only at itself, which is hidden.
    assertThat(Arrays.copyOf(y, FEATURES)).containsExactly(1, 2, 3, 4, 5, 6);
    assertThat(y).doesNotContain(Double.NaN);
  }

  @Test
  void theMaskOfPaddingTokensReachesBlocksBehindPositions() {
    Layer blocks =
        new Sequential(
            new Embedding(9, 6).withPadding(0),
            new Masked(
                new PositionalEncoding(),
                new TransformerEncoder(2, 8),
                new TransformerEncoder(3, 8),
                new Gru(3)));
    Model model = new Model(i32(5), blocks, 1);
    Model shorter = new Model(i32(3), blocks, 1);
    assertThat(compiled(model, NdArray.of(Shape.of(1, 5), 4, 2, 7, 0, 0)))
        .usingComparatorWithPrecision(1e-6)
        .containsExactly(compiled(shorter, NdArray.of(Shape.of(1, 3), 4, 2, 7)));
  }

  @Test
  void recurrentLayersInsideSkipAsWithMasking() {
    NdArray x = waves(1);
    Arrays.fill(x.data(), FEATURES, 2 * FEATURES, 0);
    for (Layer layer : List.of(new SimpleRnn(2), new Gru(2), new Lstm(2))) {
      Layer masking =
          switch (layer) {
            case SimpleRnn rnn -> rnn.withMasking(true);
            case Gru gru -> gru.withMasking(true);
            case Lstm lstm -> lstm.withMasking(true);
            default -> throw new AssertionError(layer);
          };
      Model inside = new Model(f32(STEPS, FEATURES), new Masked(layer), 1);
      Model itself = new Model(f32(STEPS, FEATURES), masking, 1);
      for (int i = 0; i < itself.parameters().size(); i++) {
        itself.parameters().get(i).value().copyFrom(inside.parameters().get(i).value());
      }
      assertThat(defined(inside, x)).isEqualTo(defined(itself, x));
    }
  }

  @Test
  void aMaskInsideAnotherHidesWhatEitherDoes() {
    NdArray padding = NdArray.of(Shape.of(1, STEPS), 0, 1, 0, 0);
    Layer attention = new MultiHeadAttention(2).named("a");
    Layer inner = new Hiding(new Masked(attention), padding);
    Model twice = new Model(f32(STEPS, FEATURES), inner, 1);
    NdArray x = waves(1);
    Arrays.fill(x.data(), 2 * FEATURES, 3 * FEATURES, 0);
    NdArray both = NdArray.of(Shape.of(1, STEPS), 0, 1, 1, 0);
    Model once = new Model(f32(STEPS, FEATURES), new Hiding(attention, both), 1);
    for (int i = 0; i < once.parameters().size(); i++) {
      once.parameters().get(i).value().copyFrom(twice.parameters().get(i).value());
    }
    assertThat(defined(twice, x)).isEqualTo(defined(once, x));
  }

  @Test
  void aMaskOfOtherStepsIsRefused() {
    Layer shrinking =
        new Masked(new MaxPool1d(2), new TransformerEncoder(2, 8).named("block")).named("m");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Model(f32(STEPS, FEATURES), new Sequential(shrinking), 1))
        .withMessage(
            "multi-head-attention 'm/block/attention': a mask of the steps of [1,2,6] must be"
                + " f32[1,2], got f32[1,4]; is a layer that changes the number of steps between"
                + " masked and this layer?");
    NdArray padding = NdArray.zeros(Shape.of(2, STEPS));
    Layer wrong = new Hiding(new TransformerDecoder(2, 8), padding).named("m");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Model(f32(STEPS, FEATURES), new Sequential(wrong), 1))
        .withMessage(
            "masked 'm': a mask of the steps of [1,4,6] must be f32[1,4], got f32[2,4]; is a layer"
                + " that changes the number of steps between masked and this layer?");
  }

  /** Hides given steps. */
  private record Hiding(Layer layer, NdArray padding) implements Layer {
    @Override
    public Node apply(Node x, Context context) {
      return new Masked(layer).apply(x, new Literal(DType.F32, padding), context);
    }
  }

  private static NdArray waves(int batch) {
    NdArray x = NdArray.zeros(Shape.of(batch, STEPS, FEATURES));
    Arrays.setAll(x.data(), i -> Math.sin(i + 1));
    return x;
  }

  private static double[] defined(Model model, NdArray x) {
    Trace trace = model.trace(x.shape().size(0), false);
    return Interpreter.evaluate(List.of(trace.output()), Map.of(trace.input(), x))
        .getFirst()
        .data();
  }

  private static double[] compiled(Model model, NdArray x) {
    Trace trace = model.trace(x.shape().size(0), false);
    Tensor input = Tensor.zeros(trace.input().type());
    input.copyFrom(x);
    return Engines.standard()
        .compile(List.of(trace.input()), List.of(trace.output()))
        .call(input)
        .getFirst()
        .toNdArray()
        .data();
  }
}
