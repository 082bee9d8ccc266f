package dev.ranvier.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Steady training steps and predictions allocate nothing on the Java heap, on whatever thread, in
 * single precision and in bf16 where the processor has it: a network of convolutions, batch norms,
 * a residual block, pooling, dropout, and dense layers.
 *
 * <p>In a JVM of its own, so that it tells of this network alone, and with the options that {@code
 * docs/java.md} asks for: without them HotSpot can give up keeping a loop's vectors in registers,
 * and a step then allocates for good.
 */
class AllocationTest {
  /** Reading the counter allocates a little; 200 calls that allocated would show 200 times. */
  static final long NOTHING = 1_000;

  @Test
  void steadyStepsAndPredictionsAllocateNothing() throws IOException, InterruptedException {
    assertThat(Probe.run(AllocationProbe.class, List.of()))
        .containsKeys("train-fp32", "predict-fp32", "predict-alone")
        .allSatisfy((what, bytes) -> assertThat(bytes).as(what).isLessThanOrEqualTo(NOTHING));
  }
}
