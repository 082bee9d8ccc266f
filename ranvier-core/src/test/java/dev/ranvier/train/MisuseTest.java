package dev.ranvier.train;

import static dev.ranvier.tensor.TensorType.f32;
import static dev.ranvier.tensor.TensorType.i32;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ranvier.data.Batching;
import dev.ranvier.data.DataException;
import dev.ranvier.data.Dataset;
import dev.ranvier.data.Scale;
import dev.ranvier.data.TableDataset;
import dev.ranvier.data.source.TextDataset;
import dev.ranvier.graph.Input;
import dev.ranvier.graph.Node;
import dev.ranvier.nn.Context;
import dev.ranvier.nn.Layer;
import dev.ranvier.nn.Loss;
import dev.ranvier.nn.Model;
import dev.ranvier.nn.Task;
import dev.ranvier.nn.activation.LogSoftmax;
import dev.ranvier.nn.activation.Maxout;
import dev.ranvier.nn.activation.Softmax;
import dev.ranvier.nn.attention.Embedding;
import dev.ranvier.nn.attention.MultiHeadAttention;
import dev.ranvier.nn.attention.TransformerDecoder;
import dev.ranvier.nn.attention.TransformerEncoder;
import dev.ranvier.nn.conv.AveragePool2d;
import dev.ranvier.nn.conv.Conv1d;
import dev.ranvier.nn.conv.Conv2d;
import dev.ranvier.nn.conv.Conv3d;
import dev.ranvier.nn.conv.ConvTranspose2d;
import dev.ranvier.nn.conv.DepthwiseConv2d;
import dev.ranvier.nn.conv.MaxPool1d;
import dev.ranvier.nn.conv.MaxPool2d;
import dev.ranvier.nn.conv.MaxPool3d;
import dev.ranvier.nn.conv.PaddingRule;
import dev.ranvier.nn.layer.Dense;
import dev.ranvier.nn.layer.Sequential;
import dev.ranvier.nn.loss.MultiTask;
import dev.ranvier.nn.loss.NegativeLogLikelihood;
import dev.ranvier.nn.loss.SoftmaxCrossEntropy;
import dev.ranvier.nn.loss.SquaredError;
import dev.ranvier.nn.normalization.BatchNorm;
import dev.ranvier.nn.normalization.GroupNorm;
import dev.ranvier.nn.recurrent.Bidirectional;
import dev.ranvier.nn.recurrent.Gru;
import dev.ranvier.nn.recurrent.Lstm;
import dev.ranvier.nn.recurrent.Masked;
import dev.ranvier.op.Triple;
import dev.ranvier.optim.Sgd;
import dev.ranvier.tensor.Shape;
import dev.ranvier.tensor.TensorType;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What people get wrong most often, and what they are told: by the layer, the loss or the data. */
class MisuseTest {
  private static final TensorType FEATURES = f32(8);
  private static final TensorType NUMBER = f32();
  private static final TensorType STEPS = f32(6, 4);
  private static final TensorType IMAGE = f32(5, 4, 3);
  private static final TensorType VOLUME = f32(4, 5, 5, 2);

  static List<Arguments> wrongRank() {
    String image =
        " 'a': takes images [batch,height,width,channels], got [1,8]; is the input an image, and is"
            + " no flatten layer before it?";
    String sequence =
        " 'a': takes sequences [batch,steps,features], got [1,8]; is the input a sequence, and does"
            + " the layer before it return one?";
    String channels =
        " 'a': takes [batch,…,channels], got [1]; give each example an axis, if only of size 1";
    return List.of(
        Arguments.of(new Conv2d(2, 3), FEATURES, "conv2d" + image),
        Arguments.of(new MaxPool2d(2), FEATURES, "max-pool2d" + image),
        Arguments.of(new AveragePool2d(2), FEATURES, "average-pool2d" + image),
        Arguments.of(new Conv1d(2, 3), FEATURES, "conv1d" + sequence),
        Arguments.of(new Lstm(2), FEATURES, "lstm" + sequence),
        Arguments.of(new Bidirectional(new Gru(2)), FEATURES, "bidirectional" + sequence),
        Arguments.of(new MultiHeadAttention(2), FEATURES, "multi-head-attention" + sequence),
        Arguments.of(new TransformerDecoder(2, 3), FEATURES, "transformer-decoder" + sequence),
        Arguments.of(new Masked(new Gru(2)), FEATURES, "masked" + sequence),
        Arguments.of(new BatchNorm(), NUMBER, "batch-norm" + channels),
        Arguments.of(new GroupNorm(1), NUMBER, "group-norm" + channels),
        Arguments.of(new Softmax(), NUMBER, "softmax" + channels),
        Arguments.of(new LogSoftmax(), NUMBER, "log-softmax" + channels),
        Arguments.of(
            new Dense(2),
            NUMBER,
            "dense 'a': takes an input of shape [batch,features] or [batch,steps,features], got [1];"
                + " put a flatten layer before it"),
        Arguments.of(
            new MaxPool3d(2),
            FEATURES,
            "max-pool3d 'a': takes volumes [batch,depth,height,width,channels], got [1,8]; is the"
                + " input a volume, and is no flatten layer before it?"));
  }

  static List<Arguments> groupsThatDoNotDivide() {
    return List.of(
        Arguments.of(
            new Conv1d(3, 3).withGroups(3),
            STEPS,
            "conv1d 'a': 3 groups must divide the 4 channels of the input and the 3 filters"),
        Arguments.of(
            new Conv2d(4, 3).withGroups(2),
            IMAGE,
            "conv2d 'a': 2 groups must divide the 3 channels of the input and the 4 filters"),
        Arguments.of(
            new Conv2d(4, 3).withGroups(3),
            IMAGE,
            "conv2d 'a': 3 groups must divide the 3 channels of the input and the 4 filters"),
        Arguments.of(
            new Conv3d(3, 2).withGroups(2),
            VOLUME,
            "conv3d 'a': 2 groups must divide the 2 channels of the input and the 3 filters"),
        Arguments.of(
            new ConvTranspose2d(4, 3).withGroups(2),
            IMAGE,
            "conv-transpose2d 'a': 2 groups must divide the 3 channels of the input and the 4"
                + " filters"),
        Arguments.of(
            new GroupNorm(2),
            IMAGE,
            "group-norm 'a': 2 groups must divide the 3 channels of the input"),
        Arguments.of(
            new Maxout(3),
            STEPS,
            "maxout 'a': 3 pieces must divide the last axis of the input, got [1,6,4]; give the layer"
                + " before it a multiple of 3 units"),
        Arguments.of(
            new TransformerEncoder(3, 2),
            STEPS,
            "multi-head-attention 'a/attention': 3 heads must divide the 4 features of the input"));
  }

  static List<Arguments> windowsLargerThanTheInput() {
    String remedy = "; use a smaller window or more padding";
    return List.of(
        Arguments.of(
            new Conv1d(2, 7),
            STEPS,
            "layer 'a': convolution2d: window 7x1 is larger than the input f32[1,6,1,4] with padding"
                + " [0,0,0,0]"
                + remedy),
        Arguments.of(
            new Conv2d(2, 6),
            IMAGE,
            "layer 'a': convolution2d: window 6x6 is larger than the input f32[1,5,4,3] with padding"
                + " [0,0,0,0]"
                + remedy),
        Arguments.of(
            new Conv2d(2, 3).withDilation(2),
            IMAGE,
            "layer 'a': convolution2d: window 3x3 with dilation 2x2 is larger than the input"
                + " f32[1,5,4,3] with padding [0,0,0,0]"
                + remedy),
        Arguments.of(
            new Conv2d(2, 9).withPadding(PaddingRule.REFLECT),
            IMAGE,
            "layer 'a': reflect padding: 4 cells can be mirrored only where axis 2 has more than 4,"
                + " got [1,13,4,3]; use a smaller window or padding same"),
        Arguments.of(
            new DepthwiseConv2d(9).withPadding(PaddingRule.of(1)),
            IMAGE,
            "layer 'a': convolution2d: window 9x9 is larger than the input f32[1,5,4,3] with padding"
                + " [1,1,1,1]"
                + remedy),
        Arguments.of(
            new Conv3d(2, new Triple(2, 6, 2)),
            VOLUME,
            "conv3d 'a': window 2x6x2 is larger than the volumes [1,4,5,5,2] with padding [0,0,0,0]"
                + remedy),
        Arguments.of(
            new MaxPool1d(7),
            STEPS,
            "layer 'a': max-pool2d: window 7x1 is larger than the input f32[1,6,1,4] with padding"
                + " [0,0,0,0]"
                + remedy),
        Arguments.of(
            new AveragePool2d(6),
            IMAGE,
            "layer 'a': average-pool2d: window 6x6 is larger than the input f32[1,5,4,3] with padding"
                + " [0,0,0,0]"
                + remedy),
        Arguments.of(
            new MaxPool3d(new Triple(5, 1, 1)),
            VOLUME,
            "max-pool3d 'a': window 5x1x1 is larger than the volumes [1,4,5,5,2] with padding"
                + " [0,0,0,0]"
                + remedy));
  }

  @ParameterizedTest
  @MethodSource({"wrongRank", "groupsThatDoNotDivide", "windowsLargerThanTheInput"})
  void layersThatDoNotFitTheirInput(Layer layer, TensorType input, String message) {
    assertThatThrownBy(() -> new Model(input, new Sequential(layer.named("a")), 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  @Test
  void classesThatAreNotThere() {
    assertThatThrownBy(
            () ->
                TableDataset.classification(
                    Shape.of(1), new float[] {1, 2}, new int[] {0, 2}, List.of("a", "b")))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "table: label 2 of example 1 is out of range, expected 0 to 1; name all classes or"
                + " repair the labels");
  }

  @Test
  void trainingRefusesClassesThatTheModelDoesNotHave() {
    String message =
        "softmax-cross-entropy: example 1 of the batch has the target 3, but the model's outputs are"
            + " for classes 0 to 2; mend the labels or give the last layer one unit a class";
    Dataset data = new Labelled(0, 3, 2);
    Trainer trainer = trainer(new SoftmaxCrossEntropy());
    double before = trainer.checkpoint().tensors().values().iterator().next().getDouble(0);
    assertThatThrownBy(() -> trainer.fit(data, inOrder()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
    assertThat(trainer.checkpoint().tensors().values().iterator().next().getDouble(0))
        .isEqualTo(before);
    assertThatThrownBy(() -> trainer.evaluate(data, new Batching(3))).hasMessage(message);
    assertThatThrownBy(() -> trainer.fit(new Labelled(0, 1, -5), inOrder()))
        .hasMessageContaining("example 2 of the batch has the target -5");
    assertThatThrownBy(
            () -> trainer(new NegativeLogLikelihood()).fit(new Labelled(0, 1, -1), inOrder()))
        .hasMessageStartingWith(
            "negative-log-likelihood: example 2 of the batch has the target -1, but");
  }

  @Test
  void targetsThatAreIgnoredAreNone() {
    assertThatCode(() -> trainer(new SoftmaxCrossEntropy()).fit(new Labelled(0, -1, 2), inOrder()))
        .doesNotThrowAnyException();
    Loss other = new SoftmaxCrossEntropy().withIgnoredIndex(99);
    assertThatCode(() -> trainer(other).fit(new Labelled(0, 99, 2), inOrder()))
        .doesNotThrowAnyException();
    assertThatThrownBy(() -> trainer(other).fit(new Labelled(0, -1, 2), inOrder()))
        .hasMessageContaining("has the target -1");
  }

  @Test
  void trainingRefusesClassesOfOneOfSeveralTasks() {
    Loss loss =
        new MultiTask(
            new Task("price", new SquaredError(), 1),
            new Task("kind", new SoftmaxCrossEntropy(), 2));
    for (String wrong : List.of("2", "0.5")) {
      float[] targets = {5, 0, 7, Float.parseFloat(wrong)};
      Dataset data = TableDataset.regression(Shape.of(1), new float[] {1, 2}, Shape.of(2), targets);
      assertThatThrownBy(() -> trainer(loss).fit(data, inOrder()))
          .hasMessage(
              "softmax-cross-entropy: example 1 of the batch has the target "
                  + wrong
                  + ", but the model's outputs are for classes 0 to 1; mend the labels or give the"
                  + " last layer one unit a class");
    }
  }

  @Test
  void charactersThatAreScaled() {
    Dataset text = new TextDataset(new int[] {0, 1, 0, 1, 0}, List.of("a", "b"), 2, 1);
    Layer layer = new Sequential(new Embedding(2, 2), new Dense(2));
    Trainer trainer =
        new Trainer(new Model(i32(2), layer, 1), new SoftmaxCrossEntropy(), new Sgd(0.1));
    Fit scaled = new Fit(1).withBatching(new Batching(2).withNormalizer(new Scale(0.5)));
    assertThatThrownBy(() -> trainer.fit(text, scaled))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "normalize: inputs i32[2] are numbers of things such as characters, which cannot be"
                + " scaled; leave the normalizer out");
  }

  @Test
  void targetsOfAnotherRank() {
    Dataset numbers =
        TableDataset.regression(
            Shape.of(1), new float[] {1, 2}, Shape.of(3), new float[] {1, 0, 0, 0, 1, 0});
    assertThatThrownBy(() -> trainer(new SoftmaxCrossEntropy()).fit(numbers, inOrder()))
        .hasMessage(
            "softmax-cross-entropy: needs targets of i32[1] for outputs of f32[1,3], the examples"
                + " have f32[1,3] (a batch of one); choose another loss or another last layer");
  }

  @Test
  void sequencesWithoutSteps() {
    for (Runnable task :
        List.<Runnable>of(() -> new Model(f32(0, 3), new Lstm(2), 1), () -> Shape.of(0, 3))) {
      assertThatThrownBy(task::run)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("shape: every size must be at least 1, got [0, 3]; leave out what is empty");
    }
    assertThatThrownBy(() -> new Model(i32(0), new Embedding(5, 2), 1))
        .hasMessage("shape: every size must be at least 1, got [0]; leave out what is empty");
    assertThatThrownBy(() -> new TextDataset(new int[] {0, 1}, List.of("a", "b"), 0, 1))
        .hasMessage("text: window and stride must be at least 1, got 0 and 1");
    assertThatThrownBy(() -> new TextDataset(new int[0], List.of("a", "b"), 4, 2))
        .hasMessage(
            "text: a window of 4 characters and the one after it need more than the 0 there are; use"
                + " a smaller window or a longer text");
  }

  @Test
  void masksOfAnotherShape() {
    assertThatThrownBy(
            () ->
                new Model(
                    STEPS,
                    new Sequential(new Masked(new MaxPool1d(2), new Gru(3).named("a")).named("m")),
                    1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "gru 'm/a': a mask of the steps of [1,3,4] must be f32[1,3], got f32[1,6]; is a layer"
                + " that changes the number of steps between masked and this layer?");
    Layer given = new MaskedMemory(f32(1, 7));
    assertThatThrownBy(() -> new Model(STEPS, new Sequential(given.named("a")), 1))
        .hasMessageStartingWith(
            "multi-head-attention 'a/memory': a mask of the steps of [1,6,4] must be f32[1,6], got"
                + " f32[1,7];");
    Layer integers = new MaskedMemory(i32(1, 6));
    assertThatThrownBy(() -> new Model(STEPS, new Sequential(integers.named("a")), 1))
        .hasMessageContaining("must be f32[1,6], got i32[1,6];");
  }

  /** A decoder that reads its own input as memory, under a mask of some type. */
  private record MaskedMemory(TensorType mask) implements Layer {
    @Override
    public Node apply(Node x, Context context) {
      return new TransformerDecoder(2, 3).apply(x, x, new Input("mask", mask), context);
    }
  }

  private static Trainer trainer(Loss loss) {
    return new Trainer(new Model(f32(1), new Dense(3), 1), loss, new Sgd(0.1));
  }

  private static Fit inOrder() {
    return new Fit(1).withBatching(new Batching(3));
  }

  /** Examples of three classes with labels that nobody has checked. */
  private record Labelled(int... labels) implements Dataset {
    @Override
    public int size() {
      return labels.length;
    }

    @Override
    public TensorType inputType() {
      return f32(1);
    }

    @Override
    public TensorType targetType() {
      return i32();
    }

    @Override
    public List<String> classNames() {
      return Dataset.numberedClasses(3);
    }

    @Override
    public void copyInput(int index, float[] destination, int offset) {
      destination[offset] = index;
    }

    @Override
    public void copyTarget(int index, float[] destination, int offset) {
      destination[offset] = labels[index];
    }
  }
}
