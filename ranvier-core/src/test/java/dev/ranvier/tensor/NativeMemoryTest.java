package dev.ranvier.tensor;

import static org.assertj.core.api.Assertions.assertThat;

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
