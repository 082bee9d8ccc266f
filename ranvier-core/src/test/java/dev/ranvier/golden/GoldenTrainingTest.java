package dev.ranvier.golden;

import dev.ranvier.data.Batch;
import dev.ranvier.exec.Engines;
import dev.ranvier.graph.Variable;
import dev.ranvier.nn.Layer;
import dev.ranvier.nn.Loss;
import dev.ranvier.nn.Model;
import dev.ranvier.nn.activation.Relu;
import dev.ranvier.nn.activation.Tanh;
import dev.ranvier.nn.conv.AveragePool2d;
import dev.ranvier.nn.conv.Conv2d;
import dev.ranvier.nn.conv.MaxPool2d;
import dev.ranvier.nn.conv.PaddingRule;
import dev.ranvier.nn.layer.Dense;
import dev.ranvier.nn.layer.Flatten;
import dev.ranvier.nn.layer.Sequential;
import dev.ranvier.nn.loss.SoftmaxCrossEntropy;
import dev.ranvier.nn.normalization.BatchNorm;
import dev.ranvier.optim.Adadelta;
import dev.ranvier.optim.Adagrad;
import dev.ranvier.optim.Adam;
import dev.ranvier.optim.Adamax;
import dev.ranvier.optim.Adamw;
import dev.ranvier.optim.Amsgrad;
import dev.ranvier.optim.ClipGlobalNorm;
import dev.ranvier.optim.ClipNorm;
import dev.ranvier.optim.ClipValue;
import dev.ranvier.optim.DecoupledDecay;
import dev.ranvier.optim.ExponentialMovingAverage;
import dev.ranvier.optim.Lamb;
import dev.ranvier.optim.Lion;
import dev.ranvier.optim.Momentum;
import dev.ranvier.optim.Muon;
import dev.ranvier.optim.Nadam;
import dev.ranvier.optim.Nesterov;
import dev.ranvier.optim.Optimizer;
import dev.ranvier.optim.Radam;
import dev.ranvier.optim.Rmsprop;
import dev.ranvier.optim.Rprop;
import dev.ranvier.optim.Sgd;
import dev.ranvier.optim.WeightAveraging;
import dev.ranvier.optim.WeightDecay;
import dev.ranvier.tensor.NdArray;
import dev.ranvier.tensor.Tensor;
import dev.ranvier.tensor.TensorType;
import dev.ranvier.train.TrainingStep;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whole training runs against PyTorch's: the loss of every step and all values after the last; in
 * double precision by definition, and in single precision by the compiled step.
 */
final class GoldenTrainingTest {
  private static final Loss LOSS = new SoftmaxCrossEntropy();

  /** A network with PyTorch's names of its variables, in the order of {@link Model#variables}. */
  private record Network(Layer layer, List<String> names) {}

  static List<Arguments> runs() {
    return List.of(
        Arguments.of("optimizers", "sgd", new Sgd(0.1)),
        Arguments.of("optimizers", "momentum", new Sgd(0.05, 0.9)),
        Arguments.of("optimizers", "momentum", new Momentum(0.05, 0.9)),
        Arguments.of("optimizers", "nesterov", new Nesterov(0.05, 0.9)),
        Arguments.of("optimizers", "adagrad", new Adagrad(0.1, 1e-10, 0.125)),
        Arguments.of("optimizers", "adadelta", new Adadelta()),
        Arguments.of("optimizers", "rmsprop", new Rmsprop()),
        Arguments.of(
            "optimizers",
            "rmsprop centered",
            new Rmsprop().withLearningRate(0.002).withCentered(true)),
        Arguments.of("optimizers", "rmsprop momentum", new Rmsprop(0.001, 0.9, 1e-8, 0.9, false)),
        Arguments.of("optimizers", "adam", new Adam().withLearningRate(0.01)),
        Arguments.of("optimizers", "adamw", new Adamw(0.01, 0.9, 0.999, 1e-8, 0.1)),
        Arguments.of(
            "optimizers", "adamw", new DecoupledDecay(0.1, new Adam(0.01, 0.9, 0.999, 1e-8))),
        Arguments.of("optimizers", "adamax", new Adamax().withLearningRate(0.01)),
        Arguments.of("optimizers", "nadam", new Nadam().withLearningRate(0.01)),
        Arguments.of("optimizers", "radam", new Radam().withLearningRate(0.01)),
        Arguments.of("optimizers", "amsgrad", new Amsgrad().withLearningRate(0.01)),
        Arguments.of("optimizers", "rprop", new Rprop()),
        Arguments.of("optimizers", "lion", new Lion().withLearningRate(0.001)),
        Arguments.of("optimizers", "lamb", new Lamb().withLearningRate(0.01)),
        Arguments.of("optimizers", "muon", new Muon().withLearningRate(0.005)),
        Arguments.of(
            "optimizers", "weight-decay", new WeightDecay(0.1, new Adam().withLearningRate(0.01))),
        Arguments.of("optimizers", "clip-value", new ClipValue(0.02, new Sgd(0.1))),
        Arguments.of("optimizers", "clip-norm", new ClipNorm(0.05, new Sgd(0.1))),
        Arguments.of("optimizers", "clip-global-norm", new ClipGlobalNorm(0.1, new Sgd(0.1))),
        Arguments.of("optimizers", "ema", new ExponentialMovingAverage(0.95, new Sgd(0.1))),
        Arguments.of("optimizers", "swa", new WeightAveraging(50, 10, new Sgd(0.1))),
        Arguments.of("convolutional-network", "cnn", new Sgd(0.05, 0.9)));
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource("runs")
  void definitions(String subject, String name, Optimizer optimizer) {
    GoldenCase golden = GoldenCase.of(subject, name + " f64");
    Model model = model(subject, golden);
    int batch = golden.tensor("x").shape().size(0);
    DefinedTraining training = new DefinedTraining(model, LOSS, optimizer, batch);
    NdArray inputs = golden.get("x");
    NdArray targets = golden.get("target");
    NdArray losses = NdArray.zeros(golden.tensor("losses").shape());
    for (int i = 0; i < losses.data().length; i++) {
      losses.data()[i] = training.step(i + 1, inputs, targets);
    }
    if (optimizer instanceof Rprop) {
      // Where a gradient has become 0 but for rounding, its sign moves a weight, not the loss.
      Closeness.require(golden + ": losses", losses, golden.get("losses"), Closeness.DOUBLE);
      return;
    }
    requireSame(subject, golden, model, losses, training::value, Closeness.DOUBLE);
    for (int i = 0; i < model.parameters().size(); i++) {
      String average = "averaged/" + network(subject).names().get(i);
      Variable parameter = model.parameters().get(i);
      NdArray expected =
          golden.tensors().containsKey(average) ? golden.get(average) : training.value(parameter);
      Closeness.require(
          golden + ": " + average, training.evaluated(parameter), expected, Closeness.SINGLE);
    }
  }

  /** Not the rules that step by the sign of a gradient: near 0 that is a matter of rounding. */
  static List<Arguments> smoothRuns() {
    return runs().stream()
        .filter(run -> !(run.get()[2] instanceof Lion) && !(run.get()[2] instanceof Rprop))
        .toList();
  }

  /** Against PyTorch in double precision: its own rounding in single precision is no measure. */
  @ParameterizedTest(name = "{1}")
  @MethodSource("smoothRuns")
  void compiledStep(String subject, String name, Optimizer optimizer) {
    GoldenCase golden = GoldenCase.of(subject, name + " f32");
    Model model = model(subject, golden);
    Tensor inputs = golden.tensor("x");
    Batch batch = new Batch(inputs, golden.tensor("target"), inputs.shape().size(0));
    TrainingStep step =
        new TrainingStep(Engines.standard(), model, LOSS, optimizer, batch.size(), 0);
    NdArray losses = NdArray.zeros(golden.tensor("losses").shape());
    for (int i = 0; i < losses.data().length; i++) {
      losses.data()[i] = step.run(batch, optimizer.learningRate(), i + 1);
    }
    requireSame(
        subject,
        GoldenCase.of(subject, name + " f64"),
        model,
        losses,
        variable -> variable.value().toNdArray(),
        Closeness.SINGLE_TRAINING);
  }

  private static void requireSame(
      String subject,
      GoldenCase golden,
      Model model,
      NdArray losses,
      Function<Variable, NdArray> value,
      double tolerance) {
    Closeness.require(golden + ": losses", losses, golden.get("losses"), tolerance);
    List<String> names = network(subject).names();
    for (int i = 0; i < names.size(); i++) {
      NdArray actual = value.apply(model.variables().get(i));
      String name = names.get(i);
      Closeness.require(golden + ": " + name, actual, golden.get("after/" + name), tolerance);
    }
  }

  /** The case's network with its first values. */
  private static Model model(String subject, GoldenCase golden) {
    Network network = network(subject);
    TensorType example = TensorType.f32().withShape(golden.tensor("x").shape().remove(0));
    Model model = new Model(example, network.layer(), 0);
    for (int i = 0; i < network.names().size(); i++) {
      NdArray before = golden.get("before/" + network.names().get(i));
      model.variables().get(i).value().copyFrom(before);
    }
    return model;
  }

  private static Network network(String subject) {
    return switch (subject) {
      case "optimizers" ->
          new Network(
              new Sequential(new Dense(5), new Tanh(), new Dense(3)),
              List.of("0.weight", "0.bias", "2.weight", "2.bias"));
      case "convolutional-network" ->
          new Network(
              new Sequential(
                  new Conv2d(4, 3).withPadding(PaddingRule.SAME),
                  new BatchNorm(),
                  new Relu(),
                  new MaxPool2d(2),
                  new Conv2d(6, 3).withStride(2).withPadding(PaddingRule.of(1)),
                  new Relu(),
                  new AveragePool2d(2).withStride(1).withPadding(PaddingRule.of(1)),
                  new MaxPool2d(2).withStride(1),
                  new Flatten(),
                  new Dense(3)),
              List.of(
                  "conv1.weight",
                  "conv1.bias",
                  "norm.weight",
                  "norm.bias",
                  "conv2.weight",
                  "conv2.bias",
                  "dense.weight",
                  "dense.bias",
                  "norm.running_mean",
                  "norm.running_var"));
      default -> throw new IllegalArgumentException("golden: no network for " + subject);
    };
  }
}
