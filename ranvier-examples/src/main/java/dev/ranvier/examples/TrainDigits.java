package dev.ranvier.examples;

import dev.ranvier.data.Dataset;
import dev.ranvier.data.source.Digits;
import dev.ranvier.nn.Model;
import dev.ranvier.nn.activation.Relu;
import dev.ranvier.nn.conv.Conv2d;
import dev.ranvier.nn.conv.MaxPool2d;
import dev.ranvier.nn.layer.Dense;
import dev.ranvier.nn.layer.Flatten;
import dev.ranvier.nn.layer.Sequential;
import dev.ranvier.nn.loss.SoftmaxCrossEntropy;
import dev.ranvier.optim.Adam;
import dev.ranvier.train.Fit;
import dev.ranvier.train.Trainer;
import dev.ranvier.train.metric.Evaluation;

/** Trains a small convolutional network on digits that the program draws itself. */
public final class TrainDigits {
  private TrainDigits() {}

  /** The accuracy on other digits after some epochs. */
  public static double accuracy(int examples, int epochs) {
    Dataset digits = Digits.train(1, examples);
    Model model =
        new Model(
            digits.inputType(),
            new Sequential(
                new Conv2d(16, 5),
                new Relu(),
                new MaxPool2d(2),
                new Conv2d(32, 5),
                new Relu(),
                new MaxPool2d(2),
                new Flatten(),
                new Dense(10)),
            7);
    Trainer trainer =
        new Trainer(model, new SoftmaxCrossEntropy(), new Adam().withLearningRate(0.002));
    trainer.fit(digits, new Fit(epochs).withBatch(64));
    Evaluation result = trainer.evaluate(Digits.test(1, 1000));
    return result.metric("accuracy");
  }

  /** Trains on 10,000 digits for three epochs and prints the accuracy on others. */
  public static void main(String[] arguments) {
    System.out.println("accuracy " + accuracy(10_000, 3));
  }
}
