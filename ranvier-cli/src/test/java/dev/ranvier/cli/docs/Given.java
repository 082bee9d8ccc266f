package dev.ranvier.cli.docs;

import dev.ranvier.catalog.ModelFile;
import dev.ranvier.data.Dataset;
import dev.ranvier.data.Normalization;
import dev.ranvier.data.Scale;
import dev.ranvier.data.TableDataset;
import dev.ranvier.data.TableSource;
import dev.ranvier.data.source.Digits;
import dev.ranvier.exec.Engine;
import dev.ranvier.exec.Engines;
import dev.ranvier.infer.TrainedModel;
import dev.ranvier.nn.Loss;
import dev.ranvier.nn.Model;
import dev.ranvier.nn.attention.Embedding;
import dev.ranvier.nn.layer.Dense;
import dev.ranvier.nn.layer.Flatten;
import dev.ranvier.nn.layer.Sequential;
import dev.ranvier.nn.loss.SoftmaxCrossEntropy;
import dev.ranvier.nn.loss.SquaredError;
import dev.ranvier.nn.recurrent.Lstm;
import dev.ranvier.optim.Adam;
import dev.ranvier.tensor.Shape;
import dev.ranvier.tensor.Tensor;
import dev.ranvier.tensor.TensorType;
import dev.ranvier.train.Fit;
import dev.ranvier.train.Trainer;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * What pieces of Java in the documentation take as given: a model, examples, files in the current
 * folder. A piece that declares a name of its own hides the one here.
 */
public abstract class Given {
  private static final int MNIST = 5200;

  /** A function of an image. */
  protected static final UnaryOperator<float[]> DARKER =
      image -> {
        float[] half = image.clone();
        for (int i = 0; i < half.length; i++) {
          half[i] /= 2;
        }
        return half;
      };

  /** Examples to learn from. */
  protected final Dataset training = Digits.train(1, 200);

  /** Examples to validate with. */
  protected final Dataset validation = Digits.test(1, 100);

  /** Examples to test with. */
  protected final Dataset test = Digits.test(1, 100);

  /** A loss. */
  protected final Loss loss = new SoftmaxCrossEntropy();

  /** A model. */
  protected final Model model =
      new Model(training.inputType(), new Sequential(new Flatten(), new Dense(10)), 1);

  /** A trainer of the model. */
  protected final Trainer trainer = new Trainer(model, loss, new Adam());

  /** How to train. */
  protected final Fit fit = new Fit(1).withBatch(64);

  /** A normalizer. */
  protected final Normalization normalizer = Scale.NONE;

  /** Names of classes. */
  protected final List<String> names = Dataset.numberedClasses(10);

  /** An engine. */
  protected final Engine engine = Engines.standard();

  /** A weight for each example. */
  protected final float[] weights = ones(200);

  /** A batch of images. */
  protected final Tensor images = Tensor.zeros(TensorType.f32(4, 28, 28, 1));

  /** A table with one input and one number to predict. */
  protected final Dataset points =
      TableDataset.regression(
          Shape.of(1), new float[] {0, 1, 2, 3}, Shape.of(1), new float[] {0, 1, 0, -1});

  /** How many examples there are in the tensors. */
  protected final int examples = 20;

  /** Inputs of examples. */
  protected final Tensor inputs = Tensor.zeros(TensorType.f32(examples, 28, 28, 1));

  /** Targets of examples. */
  protected final Tensor targets = Tensor.zeros(TensorType.i32(examples));

  private static float[] ones(int count) {
    float[] ones = new float[count];
    Arrays.fill(ones, 1);
    return ones;
  }

  /** The piece. */
  public abstract void run() throws Exception;

  /** Runs pieces, each with its own things. */
  public static void main(String[] arguments) throws Exception {
    files();
    int count = Integer.parseInt(arguments[0]);
    for (int i = 0; i < count; i++) {
      Class<?> piece = Class.forName("Piece" + i);
      long start = System.nanoTime();
      if (Given.class.isAssignableFrom(piece)) {
        ((Given) piece.getDeclaredConstructor().newInstance()).run();
      } else {
        Method main = piece.getDeclaredMethod("main");
        main.setAccessible(true);
        main.invoke(null);
      }
      System.out.printf("piece %d: %.1f s%n", i, (System.nanoTime() - start) / 1e9);
    }
    System.out.println("ran " + count + " pieces");
  }

  private static void files() throws IOException {
    mnist(Files.createDirectories(Path.of("data", "mnist")));
    for (String run : List.of("my-run", "digits")) {
      Model digits =
          new Model(TensorType.f32(28, 28, 1), new Sequential(new Flatten(), new Dense(10)), 1);
      ModelFile.save(
          Files.createDirectories(Path.of("runs", run, "model")),
          new TrainedModel(
              digits, new SoftmaxCrossEntropy(), Scale.NONE, Dataset.numberedClasses(10)));
    }
    List<String> letters =
        IntStream.rangeClosed('A', 'Z')
            .mapToObj(Character::toString)
            .collect(java.util.stream.Collectors.toCollection(java.util.ArrayList::new));
    letters.add(":");
    letters.add(" ");
    Model text =
        new Model(
            TensorType.i32(8),
            new Sequential(
                new Embedding(letters.size(), 4),
                new Lstm(8).withReturnSequences(true),
                new Dense(letters.size())),
            1);
    ModelFile.save(
        Files.createDirectories(Path.of("runs", "char-lstm", "model")),
        new TrainedModel(text, new SoftmaxCrossEntropy(), Scale.NONE, letters));
    StringBuilder iris = new StringBuilder("90,4,a,b,c\n");
    for (int i = 0; i < 90; i++) {
      iris.append(String.format(Locale.ROOT, "%d,%d.5,%d,%d,%d%n", i, i % 7, i % 5, i % 3, i % 3));
    }
    Files.writeString(Path.of("iris.csv"), iris);
    String rows = "area,rooms,price\n1,2,3\n2,2,4\n3,1,4\n4,3,7\n5,3,8\n6,1,7\n7,2,9\n8,2,10\n";
    Files.writeString(Path.of("more.csv"), rows);
    Dataset houses =
        new TableSource("more.csv").withNumbers(List.of("price")).load(Path.of(".")).train();
    Trainer trainer =
        new Trainer(new Model(houses.inputType(), new Dense(1), 1), new SquaredError(), new Adam());
    trainer.fit(houses, new Fit(1));
    ModelFile.save(Files.createDirectories(Path.of("runs", "houses", "model")), trainer.trained());
  }

  private static void mnist(Path folder) throws IOException {
    Dataset digits = Digits.train(1, MNIST);
    ByteBuffer images = ByteBuffer.allocate(16 + MNIST * 784);
    images.putInt(0x803).putInt(MNIST).putInt(28).putInt(28);
    ByteBuffer labels = ByteBuffer.allocate(8 + MNIST).putInt(0x801).putInt(MNIST);
    float[] pixels = new float[784];
    for (int i = 0; i < MNIST; i++) {
      digits.copyInput(i, pixels, 0);
      for (float pixel : pixels) {
        images.put((byte) Math.round(255 * pixel));
      }
      labels.put((byte) digits.label(i));
    }
    for (String part : List.of("train", "t10k")) {
      Files.write(folder.resolve(part + "-images-idx3-ubyte"), images.array());
      Files.write(folder.resolve(part + "-labels-idx1-ubyte"), labels.array());
    }
  }
}
