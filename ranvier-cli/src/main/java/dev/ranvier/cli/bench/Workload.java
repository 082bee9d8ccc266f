package dev.ranvier.cli.bench;

import dev.ranvier.data.Batch;
import dev.ranvier.exec.Engine;
import dev.ranvier.nn.Layer;
import dev.ranvier.nn.Loss;
import dev.ranvier.nn.Model;
import dev.ranvier.nn.activation.Relu;
import dev.ranvier.nn.conv.Conv2d;
import dev.ranvier.nn.conv.MaxPool2d;
import dev.ranvier.nn.conv.PaddingRule;
import dev.ranvier.nn.layer.Dense;
import dev.ranvier.nn.layer.Flatten;
import dev.ranvier.nn.layer.Sequential;
import dev.ranvier.nn.loss.SoftmaxCrossEntropy;
import dev.ranvier.nn.recurrent.Lstm;
import dev.ranvier.optim.Adam;
import dev.ranvier.optim.Optimizer;
import dev.ranvier.optim.Sgd;
import dev.ranvier.tensor.CounterRandom;
import dev.ranvier.tensor.DType;
import dev.ranvier.tensor.Tensor;
import dev.ranvier.tensor.TensorType;
import dev.ranvier.train.TrainingStep;
import dev.ranvier.zoo.CharacterTransformer;
import dev.ranvier.zoo.Cifar10Full;
import dev.ranvier.zoo.ResNet;
import dev.ranvier.zoo.Vgg;
import java.util.Iterator;
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
  private static final int CHARACTERS = 65;
  private static final int STEPS = 128;

  /** Every workload, in the order of reports. */
  public static List<Workload> all() {
    return List.of(
        mlp("mlp-b1", 1),
        mlp("mlp-b32", 32),
        mlp("mlp-b128", 128),
        classifier("lenet-b64", TensorType.f32(28, 28, 1), lenet(), new Adam(), 64),
        images("cifarfull-b100", Cifar10Full.network(CLASSES), 100),
        images("resnet18-b64", ResNet.small18(CLASSES), 64),
        images("vgg16-b64", Vgg.small16(CLASSES), 64),
        classifier("lstm-b64", TensorType.f32(28, 28), lstm(), new Adam(), 64),
        classifier("chartf-b16", TensorType.i32(STEPS), transformer(), new Adam(), 16));
  }

  /** The names of all workloads, for shells that complete words. */
  public record Names() implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return all().stream().map(Workload::name).iterator();
    }
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

  /** So many made-up examples: inputs from 0 to 1 or any characters, any classes. */
  Batch examples(int count) {
    CounterRandom random = new CounterRandom(count);
    TensorType output = model().trace(count, false).output().type();
    int classes = output.shape().size(-1);
    Tensor inputs = Tensor.zeros(input.withShape(input.shape().insert(0, count)));
    for (int i = 0; i < inputs.shape().elements(); i++) {
      double value = random.uniform(i);
      inputs.setDouble(i, input.dtype() == DType.I32 ? Math.floor(classes * value) : value);
    }
    Tensor targets = Tensor.zeros(loss.targetType(output));
    for (int i = 0; i < targets.shape().elements(); i++) {
      targets.setDouble(i, random.fork(1).below(classes, i));
    }
    return new Batch(inputs, targets, count);
  }

  private static Workload classifier(
      String name, TensorType input, Layer layer, Optimizer optimizer, int batch) {
    return new Workload(name, input, layer, new SoftmaxCrossEntropy(), optimizer, batch);
  }

  private static Workload images(String name, Layer layer, int batch) {
    Optimizer momentum = new Sgd(0.1).withMomentum(0.9);
    return classifier(name, TensorType.f32(32, 32, 3), layer, momentum, batch);
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

  private static Layer lstm() {
    return new Sequential(new Lstm(128), new Dense(CLASSES));
  }

  private static Layer transformer() {
    return CharacterTransformer.network(CHARACTERS, 128, 4);
  }
}
