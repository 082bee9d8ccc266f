package dev.ranvier.exec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Parts that threads share by ranges. */
class RangesTest {
  @Test
  void aThreadBeginsWithItsOwnRangeAndGoesOnWithTheOthers() {
    Ranges ranges = new Ranges(4);
    ranges.begin(7, 3);
    assertThat(taken(ranges, 1)).containsExactly(2, 3, 4, 5, 6, 0, 1);
    assertThat(ranges.take(0)).isEqualTo(-1);
  }

  @Test
  void fewPartsAndManyThreads() {
    Ranges ranges = new Ranges(2);
    ranges.begin(1, 8);
    assertThat(taken(ranges, 5)).containsExactly(0);
    ranges.begin(0, 2);
    assertThat(ranges.take(0)).isEqualTo(-1);
  }

  @Test
  void everyPartIsTakenOnce() throws InterruptedException {
    Ranges ranges = new Ranges(4);
    for (int round = 0; round < 200; round++) {
      int count = 97;
      AtomicIntegerArray times = new AtomicIntegerArray(count);
      ranges.begin(count, 4);
      List<Thread> threads = new ArrayList<>();
      for (int thread = 0; thread < 4; thread++) {
        int self = thread;
        threads.add(
            Thread.ofPlatform()
                .start(() -> taken(ranges, self).forEach(part -> times.incrementAndGet(part))));
      }
      for (Thread thread : threads) {
        thread.join();
      }
      assertThat(IntStream.range(0, count).map(times::get)).containsOnly(1);
    }
  }

  private static List<Integer> taken(Ranges ranges, int thread) {
    List<Integer> parts = new ArrayList<>();
    for (int part = ranges.take(thread); part >= 0; part = ranges.take(thread)) {
      parts.add(part);
    }
    return parts;
  }
}
