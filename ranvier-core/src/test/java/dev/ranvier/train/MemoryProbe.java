package dev.ranvier.train;

import dev.ranvier.data.Batch;
import dev.ranvier.exec.Engines;
import dev.ranvier.nn.Model;
import dev.ranvier.nn.activation.Relu;
import dev.ranvier.nn.conv.Conv2d;
import dev.ranvier.nn.conv.MaxPool2d;
import dev.ranvier.nn.layer.Dense;
import dev.ranvier.nn.layer.Dropout;
import dev.ranvier.nn.layer.Flatten;
import dev.ranvier.nn.layer.Sequential;
import dev.ranvier.nn.loss.SoftmaxCrossEntropy;
import dev.ranvier.optim.Adam;
import dev.ranvier.tensor.InsufficientMemoryException;
import dev.ranvier.tensor.NativeMemory;
import dev.ranvier.tensor.Shape;
import dev.ranvier.tensor.Tensor;
import dev.ranvier.tensor.TensorType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Trains for long and builds many models, and prints how memory has grown; see {@code MemoryTest}.
 */
final class MemoryProbe {
  static final Path STATUS = Path.of("/proc/self/status");
  private static final int BATCH = 8;
  private static final int TIMES = 10;

  private MemoryProbe() {}

  public static void main(String[] arguments) throws IOException {
    Batch batch = batch();
    TrainingStep step = step(1);
    run(step, batch, 1, 10_000);
    System.out.println("measured steps " + growth(() -> run(step, batch, 10_001, 12_000)));
    models(batch, 600); // caches fill, the JIT compiles what builds models: flat from here on
    System.out.println("measured models " + growth(() -> models(batch, 40)));
    refusals(60);
    System.out.println("measured refusals " + growth(() -> refusals(20)));
  }

  /**
   * How resident memory grows while something is done ten times, by what it was before.
   *
   * <p>Ten times the lower quartile of what each time adds: the JIT compiler's own memory comes and
   * goes at once, two or three in a hundred of all, and on a busy machine for long; what leaks is
   * added every time.
   */
  private static double growth(Runnable work) throws IOException {
    double before = residentBytes();
    double[] added = new double[TIMES];
    double last = before;
    for (int time = 0; time < TIMES; time++) {
      work.run();
      double now = residentBytes();
      added[time] = now - last;
      last = now;
    }
    Arrays.sort(added);
    return 1 + TIMES * added[TIMES / 4] / before;
  }

  private static void run(TrainingStep step, Batch batch, int from, int to) {
    for (int i = from; i <= to; i++) {
      step.run(batch, 0.001, i);
    }
  }

  private static void models(Batch batch, int count) {
    for (int i = 0; i < count; i++) {
      step(i).run(batch, 0.001, 1);
    }
  }

  /** What a program goes through that catches what is too large and goes on. */
  private static void refusals(int count) {
    NativeMemory.setLimit(NativeMemory.liveBytes() + (64L << 20));
    for (int i = 0; i < count; i++) {
      List<Tensor> held = new ArrayList<>();
      try {
        while (true) {
          Tensor tensor = Tensor.zeros(TensorType.f32(1024, 2048));
          tensor.memory().fill((byte) 1);
          held.add(tensor);
        }
      } catch (InsufficientMemoryException e) {
        held.clear();
      }
    }
  }

  private static TrainingStep step(long seed) {
    Model model =
        new Model(
            TensorType.f32(12, 12, 1),
            new Sequential(
                new Conv2d(8, 3),
                new Relu(),
                new MaxPool2d(2),
                new Flatten(),
                new Dropout(0.2),
                new Dense(64),
                new Relu(),
                new Dense(4)),
            seed);
    return new TrainingStep(
        Engines.standard(), model, new SoftmaxCrossEntropy(), new Adam(), BATCH, seed);
  }

  private static Batch batch() {
    Tensor inputs = Tensor.zeros(TensorType.f32(BATCH, 12, 12, 1));
    Tensor targets = Tensor.ofInts(Shape.of(BATCH), 0, 1, 2, 3, 0, 1, 2, 3);
    for (long i = 0; i < inputs.shape().elements(); i++) {
      inputs.setDouble(i, Math.sin(i * 0.7));
    }
    return new Batch(inputs, targets, BATCH);
  }

  private static double residentBytes() throws IOException {
    System.gc();
    try {
      Thread.sleep(200); // the cleaner gives memory back on its own thread
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return Files.readAllLines(STATUS).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToDouble(line -> Double.parseDouble(line.replaceAll("[^0-9]", "")) * 1024)
        .findFirst()
        .orElseThrow();
  }
}
