package dev.ranvier.train;

import com.sun.management.ThreadMXBean;
import dev.ranvier.data.Batch;
import dev.ranvier.exec.Engine;
import dev.ranvier.exec.Engines;
import dev.ranvier.exec.Precision;
import dev.ranvier.infer.InferenceSession;
import dev.ranvier.tensor.Tensor;
import java.lang.management.ManagementFactory;

/** Prints what steps and predictions allocate on the Java heap; see {@code AllocationTest}. */
final class AllocationProbe {
  private static final int BATCH = 4;
  private static final int CALLS = 200;

  /** Beyond the numbers whose boxes the JDK keeps. */
  private static final int PREDICTED = 130;

  /** So many windows at most until the JIT compiler has compiled all of a call. */
  private static final int PATIENCE = 300;

  private AllocationProbe() {}

  public static void main(String[] arguments) {
    Engine standard = Engines.standard();
    for (Precision precision : new Precision[] {Precision.FP32, Precision.AUTO}) {
      Engine engine = standard.withPrecision(precision);
      String name = engine.computesInBf16() ? "bf16" : "fp32";
      System.out.println("measured train-" + name + " " + leastOfASteadyStep(engine));
      System.out.println("measured predict-" + name + " " + leastOfASteadyPrediction(engine));
    }
    System.out.println(
        "measured predict-alone " + leastOfASteadyPrediction(Engines.onCallersThread()));
  }

  private static long leastOfASteadyStep(Engine engine) {
    TrainingStep step = ConvolutionNetwork.step(engine, BATCH);
    Batch batch = ConvolutionNetwork.batch(BATCH);
    long[] number = {0};
    return leastAllocated(() -> step.run(batch, 1e-9, ++number[0]));
  }

  private static long leastOfASteadyPrediction(Engine engine) {
    InferenceSession session = new InferenceSession(ConvolutionNetwork.model(), engine);
    Tensor inputs = ConvolutionNetwork.batch(PREDICTED).inputs();
    Tensor outputs = session.predict(inputs);
    return leastAllocated(() -> session.predict(inputs, outputs));
  }

  /**
   * The least that so many calls in a row allocate, on all threads together: how long it takes
   * until all is compiled depends on what else the machine does.
   */
  private static long leastAllocated(Runnable call) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long least = Long.MAX_VALUE;
    for (int window = 0; window < PATIENCE && least > AllocationTest.NOTHING; window++) {
      long before = threads.getTotalThreadAllocatedBytes();
      for (int i = 0; i < CALLS; i++) {
        call.run();
      }
      least = Math.min(least, threads.getTotalThreadAllocatedBytes() - before);
    }
    return least;
  }
}
