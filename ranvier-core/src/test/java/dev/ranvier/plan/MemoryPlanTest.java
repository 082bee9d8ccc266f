package dev.ranvier.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ranvier.plan.MemoryPlan.Buffer;
import dev.ranvier.tensor.CounterRandom;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class MemoryPlanTest {
  @Property(tries = 200)
  void placesAnyBuffersSoThatTheVerifierIsContent(
      @ForAll @IntRange(max = 60) int count, @ForAll int seed) {
    CounterRandom random = CounterRandom.of(seed, 0, 0);
    List<Buffer> buffers = new ArrayList<>();
    long bytes = 0;
    for (int i = 0; i < count; i++) {
      int from = random.below(30, 3 * i);
      Buffer buffer =
          new Buffer(1 + random.below(5000, 3 * i + 1), from, from + random.below(10, 3 * i + 2));
      buffers.add(buffer);
      bytes += buffer.bytes() + 64;
    }
    MemoryPlan plan = MemoryPlan.of(buffers);
    plan.verify(buffers);
    assertThat(plan.bytes()).isLessThanOrEqualTo(bytes);
  }

  /** Placed by size, the largest but one would stand in the way of the last. */
  @Test
  void ordersAreTriedUntilNoByteIsWasted() {
    List<Buffer> buffers =
        List.of(
            new Buffer(640, 0, 1),
            new Buffer(512, 1, 2),
            new Buffer(576, 2, 3),
            new Buffer(448, 3, 4),
            new Buffer(64, 0, 4));
    assertThat(MemoryPlan.of(buffers).bytes()).isEqualTo(MemoryPlan.peak(buffers));
  }

  @Test
  void noSlabIsSmallerThanWhatIsAliveTogether() {
    assertThat(
            MemoryPlan.peak(
                List.of(new Buffer(100, 0, 2), new Buffer(64, 2, 3), new Buffer(640, 4, 4))))
        .isEqualTo(640);
    assertThat(MemoryPlan.peak(List.of(new Buffer(100, 0, 2), new Buffer(64, 2, 3))))
        .as("in steps of 64 bytes")
        .isEqualTo(192);
    assertThat(MemoryPlan.peak(List.of())).isZero();
  }

  @Test
  void buffersThatNeverMeetShareTheirPlace() {
    MemoryPlan plan =
        MemoryPlan.of(List.of(new Buffer(640, 0, 1), new Buffer(640, 2, 3), new Buffer(64, 4, 9)));
    assertThat(plan.offsets()).containsExactly(0L, 0L, 0L);
    assertThat(plan.bytes()).isEqualTo(640);
  }

  @Test
  void aBufferReadInTheStepThatWritesAnotherKeepsItsPlace() {
    MemoryPlan plan = MemoryPlan.of(List.of(new Buffer(64, 0, 1), new Buffer(64, 1, 2)));
    assertThat(plan.offsets().get(0)).isNotEqualTo(plan.offsets().get(1));
  }

  @Test
  void theVerifierNamesBuffersThatOverlap() {
    MemoryPlan wrong = new MemoryPlan(List.of(0L, 64L), 256);
    assertThatThrownBy(() -> wrong.verify(List.of(new Buffer(128, 0, 2), new Buffer(64, 2, 3))))
        .hasMessage("memory plan: buffers 0 and 1 are alive together and overlap");
    assertThatThrownBy(() -> wrong.verify(List.of(new Buffer(64, 0, 2), new Buffer(640, 2, 3))))
        .hasMessage("memory plan: buffer 1 is outside the slab");
  }
}
