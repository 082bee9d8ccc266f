package dev.ranvier.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.sun.management.ThreadMXBean;
import dev.ranvier.data.Batch;
import dev.ranvier.exec.Engines;
import dev.ranvier.nn.Conv2d;
import dev.ranvier.nn.Dense;
import dev.ranvier.nn.Dropout;
import dev.ranvier.nn.Flatten;
import dev.ranvier.nn.MaxPool2d;
import dev.ranvier.nn.Model;
import dev.ranvier.nn.Relu;
import dev.ranvier.nn.Sequential;
import dev.ranvier.nn.SoftmaxCrossEntropy;
import dev.ranvier.optim.Adam;
import dev.ranvier.tensor.Shape;
import dev.ranvier.tensor.Tensor;
import dev.ranvier.tensor.TensorType;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Training leaks nothing, and nobody has to close anything. */
class MemoryTest {
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final int BATCH = 8;

  private static Model model(long seed) {
    return new Model(
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
  }

  private static TrainingStep step(long seed) {
    return new TrainingStep(
        Engines.standard(), model(seed), new SoftmaxCrossEntropy(), new Adam(), BATCH, seed);
  }

  private static Batch batch() {
    Tensor inputs = Tensor.zeros(TensorType.f32(BATCH, 12, 12, 1));
    Tensor targets = Tensor.ofInts(Shape.of(BATCH), 0, 1, 2, 3, 0, 1, 2, 3);
    for (long i = 0; i < inputs.shape().elements(); i++) {
      inputs.setDouble(i, Math.sin(i * 0.7));
    }
    return new Batch(inputs, targets, BATCH);
  }

  @Test
  void residentMemoryStaysFlatOverTwentyThousandSteps() throws IOException {
    assumeThat(STATUS).as("resident memory is read from /proc, which this system lacks").exists();
    TrainingStep step = step(1);
    Batch batch = batch();
    for (int i = 1; i <= 4_000; i++) {
      step.run(batch, 0.001, i);
    }
    double before = residentBytes();
    for (int i = 4_001; i <= 24_000; i++) {
      step.run(batch, 0.001, i);
    }
    assertThat(residentBytes() / before).isBetween(0.9, 1.02);
  }

  @Test
  void residentMemoryStaysFlatOverTwoHundredModelsThatNobodyCloses() throws IOException {
    assumeThat(STATUS).as("resident memory is read from /proc, which this system lacks").exists();
    Batch batch = batch();
    // The first models fill caches and let the heap and the thresholds find their size.
    for (int i = 0; i < 150; i++) {
      step(i).run(batch, 0.001, 1);
    }
    double before = residentBytes();
    for (int i = 0; i < 200; i++) {
      step(i).run(batch, 0.001, 1);
    }
    assertThat(residentBytes() / before).isBetween(0.9, 1.02);
  }

  @Test
  void aSteadyStepAllocatesNothingOnTheHeap() {
    TrainingStep step = step(1);
    Batch batch = batch();
    for (int i = 1; i <= 3_000; i++) {
      step.run(batch, 0.001, i);
    }
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long id = Thread.currentThread().threadId();
    long before = threads.getThreadAllocatedBytes(id);
    for (int i = 3_001; i <= 4_000; i++) {
      step.plan().run();
    }
    // The counter's own reading allocates a little; a step that allocated would cost far more.
    assertThat(threads.getThreadAllocatedBytes(id) - before).isLessThan(1_000);
  }

  private static double residentBytes() throws IOException {
    System.gc();
    try {
      Thread.sleep(100); // the cleaner gives memory back on its own thread
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
