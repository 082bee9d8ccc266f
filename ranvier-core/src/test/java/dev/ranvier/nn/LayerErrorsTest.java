package dev.ranvier.nn;

import static dev.ranvier.tensor.TensorType.f32;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ranvier.nn.activation.Relu;
import dev.ranvier.nn.attention.Embedding;
import dev.ranvier.nn.attention.MultiHeadAttention;
import dev.ranvier.nn.conv.AdaptiveMaxPool2d;
import dev.ranvier.nn.conv.Conv1d;
import dev.ranvier.nn.conv.Conv2d;
import dev.ranvier.nn.conv.Conv3d;
import dev.ranvier.nn.conv.ConvTranspose2d;
import dev.ranvier.nn.conv.Crop2d;
import dev.ranvier.nn.conv.DepthwiseConv2d;
import dev.ranvier.nn.conv.Pad2d;
import dev.ranvier.nn.conv.PaddingRule;
import dev.ranvier.nn.layer.Add;
import dev.ranvier.nn.layer.Bilinear;
import dev.ranvier.nn.layer.Concatenate;
import dev.ranvier.nn.layer.Dense;
import dev.ranvier.nn.layer.Multiply;
import dev.ranvier.nn.layer.Permute;
import dev.ranvier.nn.layer.Reshape;
import dev.ranvier.nn.layer.Sequential;
import dev.ranvier.nn.layer.Split;
import dev.ranvier.nn.normalization.BatchNorm;
import dev.ranvier.nn.normalization.GroupNorm;
import dev.ranvier.nn.normalization.InstanceNorm;
import dev.ranvier.nn.normalization.LayerNorm;
import dev.ranvier.nn.normalization.LocalResponseNorm;
import dev.ranvier.nn.recurrent.Lstm;
import dev.ranvier.op.Padding;
import dev.ranvier.op.Pair;
import dev.ranvier.op.Triple;
import dev.ranvier.tensor.TensorType;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What layers say to inputs and settings that do not fit. */
class LayerErrorsTest {
  private static final TensorType IMAGE = f32(5, 4, 3);
  private static final TensorType STEPS = f32(6, 4);

  static List<Arguments> inputs() {
    return List.of(
        Arguments.of(
            new Bilinear(2).withLeft(4),
            f32(4),
            "bilinear 'a': 4 features are to be split into a left vector of 4 and the rest; give it"
                + " more features or a smaller left"),
        Arguments.of(
            new Bilinear(2),
            STEPS,
            "bilinear 'a': takes features [batch,features], got [1,6,4]; put a flatten layer before"
                + " it"),
        Arguments.of(
            new Conv1d(2, 3),
            IMAGE,
            "conv1d 'a': takes sequences [batch,steps,features], got [1,5,4,3]; is the input a"
                + " sequence, and does the layer before it return one?"),
        Arguments.of(
            new Conv1d(3, 3).withGroups(3),
            STEPS,
            "conv1d 'a': 3 groups must divide the 4 channels of the input and the 3 filters"),
        Arguments.of(
            new Conv1d(3, 7),
            STEPS,
            "layer 'a': convolution2d: window 7x1 is larger than the input f32[1,6,1,4] with padding"
                + " [0,0,0,0]; use a smaller window or more padding"),
        Arguments.of(
            new Conv1d(3, 15).withPadding(PaddingRule.REFLECT),
            STEPS,
            "layer 'a': reflect padding: 7 cells can be mirrored only where axis 1 has more than 7, got"
                + " [1,6,1,4]; use a smaller window or padding same"),
        Arguments.of(
            new Conv3d(2, 3),
            IMAGE,
            "conv3d 'a': takes volumes [batch,depth,height,width,channels], got [1,5,4,3]; is the"
                + " input a volume, and is no flatten layer before it?"),
        Arguments.of(
            new Conv3d(2, new Triple(3, 1, 1)).withDilation(new Triple(2, 1, 1)),
            f32(4, 5, 5, 1),
            "conv3d 'a': window 3x1x1 with dilation 2x1x1 is larger than the volumes [1,4,5,5,1] with"
                + " padding [0,0,0,0]; use a smaller window or more padding"),
        Arguments.of(
            new Conv3d(3, 1).withGroups(2),
            f32(4, 5, 5, 2),
            "conv3d 'a': 2 groups must divide the 2 channels of the input and the 3 filters"),
        Arguments.of(
            new ConvTranspose2d(2, 3).withPadding(PaddingRule.of(4)),
            f32(2, 2, 1),
            "conv-transpose2d 'a': the result for images of 2x2 would be 4x4, and padding [4,4,4,4]"
                + " leaves nothing of it; use less padding"),
        Arguments.of(
            new ConvTranspose2d(3, 3).withGroups(2),
            f32(2, 2, 2),
            "conv-transpose2d 'a': 2 groups must divide the 2 channels of the input and the 3"
                + " filters"),
        Arguments.of(
            new DepthwiseConv2d(3),
            STEPS,
            "depthwise-conv2d 'a': takes images [batch,height,width,channels], got [1,6,4]; is the"
                + " input an image, and is no flatten layer before it?"),
        Arguments.of(
            new AdaptiveMaxPool2d(new Pair(6, 2)),
            IMAGE,
            "adaptive-max-pool2d 'a': cannot make 6x2 of images of 5x4; ask for fewer results or"
                + " interpolate"),
        Arguments.of(
            new LayerNorm().withAxes(3),
            STEPS,
            "layer-norm 'a': normalizes over the last 3 axes of each example, got [1,6,4]; ask for"
                + " fewer axes"),
        Arguments.of(
            new GroupNorm(2),
            IMAGE,
            "group-norm 'a': 2 groups must divide the 3 channels of the input"),
        Arguments.of(
            new InstanceNorm(),
            f32(3),
            "instance-norm 'a': takes [batch,…,channels] with places between them, got [1,3]; use"
                + " layer-norm for features"),
        Arguments.of(
            new Reshape(List.of(7, -1)),
            IMAGE,
            "reshape 'a': an example of [5,4,3] has 60 elements, which do not make [7, -1]"),
        Arguments.of(
            new Reshape(List.of(-1, -1)),
            IMAGE,
            "reshape 'a': sizes must be at least 1, but for one -1, got [-1, -1]"),
        Arguments.of(
            new Permute(List.of(2, 3)),
            IMAGE,
            "permute 'a': an input [1,5,4,3] needs a permutation of [1, 2, 3], got [2, 3]"),
        Arguments.of(
            Crop2d.of(2),
            IMAGE,
            "crop2d 'a': cutting [2,2,2,2] off images [1,5,4,3] leaves nothing; cut off less"),
        Arguments.of(
            new Concatenate(new Conv2d(2, 3), new Relu()),
            IMAGE,
            "concatenate 'a': the branches give [[1,3,2,2], [1,5,4,3]], which must agree in all but"
                + " the last axis; pad or pool some of them"),
        Arguments.of(
            new Add(new Dense(2), new Dense(3)),
            f32(4),
            "add 'a': the branches give [[1,2], [1,3]], which must all be of one shape; project some"
                + " of them"),
        Arguments.of(
            new Multiply(List.of()), f32(4), "multiply 'a': needs at least one branch, got none"),
        Arguments.of(
            new Split(new Relu(), new Relu()),
            IMAGE,
            "split 'a': 2 branches must divide the 3 channels of the input"),
        Arguments.of(
            new Lstm(3),
            f32(4),
            "lstm 'a': takes sequences [batch,steps,features], got [1,4]; is the input a sequence,"
                + " and does the layer before it return one?"),
        Arguments.of(
            new Embedding(5, 3),
            STEPS,
            "embedding 'a': takes whole numbers (i32) below 5, got f32[1,6,4]; is the input text or"
                + " indices, and does no layer come before this one?"),
        Arguments.of(
            new MultiHeadAttention(3),
            STEPS,
            "multi-head-attention 'a': 3 heads must divide the 4 features of the input"));
  }

  @ParameterizedTest
  @MethodSource("inputs")
  void inputsThatDoNotFit(Layer layer, TensorType input, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Model(input, new Sequential(layer.named("a")), 1))
        .withMessage(message);
  }

  @Test
  void aMemoryOfAnotherWidthIsRefused() {
    Layer layer =
        new TestLayer(
            (x, context) ->
                new MultiHeadAttention(1)
                    .attend(x, new Dense(3).named("m").apply(x, context), context));
    assertThatThrownBy(() -> new Model(STEPS, new Sequential(layer.named("a")), 1))
        .hasMessage(
            "multi-head-attention 'a': steps of [1,6,4] cannot attend to [1,6,3]; batch and features"
                + " must agree");
  }

  /** A layer of one function. */
  private record TestLayer(
      java.util.function.BiFunction<dev.ranvier.graph.Node, Context, dev.ranvier.graph.Node> body)
      implements Layer {
    @Override
    public dev.ranvier.graph.Node apply(dev.ranvier.graph.Node x, Context context) {
      return body.apply(x, context);
    }
  }

  @Test
  void settingsThatMakeNoSense() {
    assertThatThrownBy(() -> new Conv1d(0, 3))
        .hasMessage("conv1d: filters must be at least 1, got 0");
    assertThatThrownBy(() -> new ConvTranspose2d(1, 3).withPadding(PaddingRule.REFLECT))
        .hasMessage(
            "conv-transpose2d: takes padding away and so cannot mirror it, got reflect; use same,"
                + " valid or numbers of cells");
    assertThatThrownBy(() -> new LocalResponseNorm(4).withWithinChannel(true))
        .hasMessage("local-response-norm: size must be odd within a channel, got 4");
    assertThatThrownBy(() -> new LayerNorm().withEpsilon(0))
        .hasMessage("layer-norm: epsilon must be above 0, got 0.0");
    assertThatThrownBy(() -> new BatchNorm().withGhost(-1))
        .hasMessage("batch-norm: ghost must be at least 0, got -1");
    assertThatThrownBy(() -> new Pad2d(new Padding(0, -1, 0, 0)))
        .hasMessage("pad2d: cells must be at least 0, got [0,-1,0,0] (top, left, bottom, right)");
    assertThatThrownBy(() -> new Embedding(5, 3).withPadding(5))
        .hasMessage("embedding: padding must be one of the 5 tokens or -1, got 5");
    assertThatThrownBy(() -> new MultiHeadAttention(0))
        .hasMessage("multi-head-attention: heads must be at least 1, got 0");
  }
}
