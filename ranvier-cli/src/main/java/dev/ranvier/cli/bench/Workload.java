package dev.ranvier.cli.bench;

import dev.ranvier.data.Batch;
import dev.ranvier.exec.Engine;
import dev.ranvier.nn.Conv2d;
import dev.ranvier.nn.Dense;
import dev.ranvier.nn.Flatten;
import dev.ranvier.nn.Layer;
import dev.ranvier.nn.Loss;
import dev.ranvier.nn.MaxPool2d;
import dev.ranvier.nn.Model;
import dev.ranvier.nn.PaddingRule;
import dev.ranvier.nn.Relu;
import dev.ranvier.nn.Sequential;
import dev.ranvier.nn.SoftmaxCrossEntropy;
import dev.ranvier.optim.Adam;
import dev.ranvier.optim.Optimizer;
import dev.ranvier.optim.Sgd;
import dev.ranvier.tensor.CounterRandom;
import dev.ranvier.tensor.Tensor;
import dev.ranvier.tensor.TensorType;
import dev.ranvier.train.TrainingStep;
import dev.ranvier.zoo.ResNet;
import dev.ranvier.zoo.Vgg;
import java.util.List;

/**
 * A network with all that is needed to train it on made-up examples; {@code bench/pytorch.py} has
 * its twin.
 *
 * @param name what people call it, ending in the batch size
 * @param input the type of one example
 * @param layer the network
 * @param loss what it is trained for
 * @param optimizer how
 * @param batch the examples in a batch
 */
public record Workload(
    String name, TensorType input, Layer layer, Loss loss, Optimizer optimizer, int batch) {
  private static final int CLASSES = 10;

  /** Every workload, in the order of reports. */
  public static List<Workload> all() {
    return List.of(
        mlp("mlp-b1", 1),
        mlp("mlp-b32", 32),
        mlp("mlp-b128", 128),
        classifier("lenet-b64", TensorType.f32(28, 28, 1), lenet(), new Adam(), 64),
        images("resnet18-b64", ResNet.small18(CLASSES)),
        images("vgg16-b64", Vgg.small16(CLASSES)));
  }

  /** The network with its first parameters. */
  Model model() {
    return new Model(input, layer, 0);
  }

  /** A compiled training step of the network with its first parameters. */
  TrainingStep trainingStep(Engine engine) {
    Model model = model();
    return new TrainingStep(engine, model, loss, optimizer, batch, model.seed());
  }

  /** So many made-up examples: inputs from 0 to 1, any class. */
  Batch examples(int count) {
    CounterRandom random = new CounterRandom(count);
    Tensor inputs = Tensor.zeros(input.withShape(input.shape().insert(0, count)));
    for (int i = 0; i < inputs.shape().elements(); i++) {
      inputs.setDouble(i, random.uniform(i));
    }
    Tensor classes = Tensor.zeros(TensorType.i32(count));
    for (int i = 0; i < count; i++) {
      classes.setDouble(i, random.fork(1).below(CLASSES, i));
    }
    return new Batch(inputs, classes, count);
  }

  private static Workload classifier(
      String name, TensorType input, Layer layer, Optimizer optimizer, int batch) {
    return new Workload(name, input, layer, new SoftmaxCrossEntropy(), optimizer, batch);
  }

  private static Workload images(String name, Layer layer) {
    return classifier(name, TensorType.f32(32, 32, 3), layer, new Sgd(0.1).withMomentum(0.9), 64);
  }

  private static Workload mlp(String name, int batch) {
    Layer layers =
        new Sequential(new Dense(300), new Relu(), new Dense(100), new Relu(), new Dense(CLASSES));
    return classifier(name, TensorType.f32(784), layers, new Adam(), batch);
  }

  private static Layer lenet() {
    return new Sequential(
        new Conv2d(32, 5).withPadding(PaddingRule.SAME),
        new Relu(),
        new MaxPool2d(2),
        new Conv2d(64, 5).withPadding(PaddingRule.SAME),
        new Relu(),
        new MaxPool2d(2),
        new Flatten(),
        new Dense(512),
        new Relu(),
        new Dense(CLASSES));
  }
}
