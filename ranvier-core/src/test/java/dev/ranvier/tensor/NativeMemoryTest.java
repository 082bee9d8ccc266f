package dev.ranvier.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class NativeMemoryTest {
  private static final long MIB = 1L << 20;

  @Test
  void givesZeroedAlignedMemory() {
    MemorySegment segment = NativeMemory.allocate(1001);
    assertThat(segment.byteSize()).isEqualTo(1001);
    assertThat(segment.address() % NativeMemory.ALIGNMENT).isZero();
    assertThat(segment.toArray(ValueLayout.JAVA_BYTE)).containsOnly(0);
    assertThat(NativeMemory.allocate(0).byteSize()).isEqualTo(1);
  }

  @Test
  void whatIsDroppedIsFreed() {
    long before = NativeMemory.liveBytes();
    long most = 0;
    for (int i = 0; i < 300; i++) {
      NativeMemory.allocate(4 * MIB);
      most = Math.max(most, NativeMemory.liveBytes());
    }
    // 1200 MiB were allocated; other tests in this process may hold some.
    assertThat(most - before).isLessThan(300 * MIB);
  }

  @Test
  void largeBlocksAreZeroedAndAlignedToo() {
    for (int i = 0; i < 20; i++) { // freed ones come back
      MemorySegment segment = NativeMemory.allocate(3 * MIB + 1);
      assertThat(segment.byteSize()).isEqualTo(3 * MIB + 1);
      assertThat(segment.address() % NativeMemory.ALIGNMENT).isZero();
      assertThat(segment.mismatch(MemorySegment.ofArray(new byte[(int) (3 * MIB) + 1])))
          .isEqualTo(-1);
      segment.fill((byte) 7);
    }
  }

  @Test
  void tooMuchIsRefusedInOneLine() {
    within(
        NativeMemory.liveBytes() + 8 * MIB,
        () ->
            assertThatThrownBy(() -> Tensor.zeros(TensorType.f32(100_000, 100_000)))
                .isInstanceOf(InsufficientMemoryException.class)
                .hasMessageMatching(
                    "memory: tensor f32\\[100000,100000\\] needs 37\\.3 GiB, more than the limit of"
                        + " \\S+ \\S+ \\(set by the program\\); take a smaller batch or smaller layers, or"
                        + " allow more by RANVIER_MEMORY or -Dranvier\\.memory"));
  }

  @Test
  void theLastThatDoesNotFitIsRefused() {
    long limit = NativeMemory.liveBytes() + 100 * MIB;
    within(
        limit,
        () -> {
          List<MemorySegment> held = new ArrayList<>();
          assertThatThrownBy(
                  () -> {
                    for (int i = 0; i < 1000; i++) {
                      held.add(NativeMemory.allocate(10 * MIB));
                    }
                  })
              .isInstanceOf(InsufficientMemoryException.class)
              .hasMessageMatching(
                  "memory: a tensor needs 10\\.0 MiB, but \\S+ MiB of the limit of \\S+ MiB \\(set by"
                      + " the program\\) are in use; allow more by RANVIER_MEMORY or"
                      + " -Dranvier\\.memory");
          assertThat(held).hasSizeGreaterThanOrEqualTo(9);
          assertThat(NativeMemory.liveBytes()).isLessThanOrEqualTo(limit);
        });
  }

  @Test
  void garbageIsCollectedBeforeAnythingIsRefused() {
    within(
        NativeMemory.liveBytes() + 40 * MIB,
        () -> {
          for (int i = 0; i < 40; i++) {
            assertThat(NativeMemory.allocate(30 * MIB).byteSize()).isEqualTo(30 * MIB);
          }
        });
  }

  @Test
  void noSizeIsTooLargeToBeRefused() {
    assertThatThrownBy(() -> NativeMemory.allocate(Long.MAX_VALUE))
        .isInstanceOf(InsufficientMemoryException.class)
        .hasMessageContaining("8,589,934,592.0 GiB");
  }

  @Test
  void memoryIsFlatAfterRefusals() {
    long before = settled();
    within(
        before + 64 * MIB,
        () -> {
          for (int i = 0; i < 20; i++) {
            List<Tensor> model = new ArrayList<>();
            assertThatThrownBy(
                    () -> {
                      while (true) {
                        model.add(Tensor.zeros(TensorType.f32(1024, 5 * 1024)));
                      }
                    })
                .isInstanceOf(InsufficientMemoryException.class);
          }
        });
    // What the last refusal has left goes with the next allocation.
    NativeMemory.allocate(1);
    assertThat(NativeMemory.liveBytes()).isLessThan(before + 4 * MIB);
  }

  /** Live bytes when garbage has gone: a refusal has it collected at the next allocation. */
  private static long settled() {
    assertThatThrownBy(() -> NativeMemory.allocate(Long.MAX_VALUE))
        .isInstanceOf(InsufficientMemoryException.class);
    NativeMemory.allocate(1);
    return NativeMemory.liveBytes();
  }

  private static void within(long limit, Runnable task) {
    long before = NativeMemory.limit().bytes();
    NativeMemory.setLimit(limit);
    try {
      task.run();
    } finally {
      NativeMemory.setLimit(before);
    }
  }

  @Test
  void whatIsReferredToStays() {
    List<MemorySegment> slices = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      MemorySegment segment = NativeMemory.allocate(4 * MIB);
      segment.set(ValueLayout.JAVA_INT, 4, i);
      slices.add(segment.asSlice(4, 4));
    }
    System.gc();
    for (int i = 0; i < slices.size(); i++) {
      assertThat(slices.get(i).get(ValueLayout.JAVA_INT, 0)).isEqualTo(i);
    }
    assertThat(NativeMemory.liveBytes()).isGreaterThanOrEqualTo(160 * MIB);
  }
}
