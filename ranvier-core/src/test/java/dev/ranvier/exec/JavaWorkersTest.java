package dev.ranvier.exec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class JavaWorkersTest {
  @Test
  void runsEveryPartOnce() {
    for (int threads = 1; threads <= 4; threads++) {
      Workers workers = new JavaWorkers(threads);
      assertThat(workers.threads()).isEqualTo(threads);
      for (int parts : new int[] {0, 1, 2, 3, 100}) {
        AtomicIntegerArray runs = new AtomicIntegerArray(100);
        for (int time = 0; time < 50; time++) {
          workers.run(parts, runs::getAndIncrement);
        }
        for (int part = 0; part < 100; part++) {
          assertThat(runs.get(part)).isEqualTo(part < parts ? 50 : 0);
        }
      }
    }
  }

  @Test
  void whatWorkersWroteIsSeenAfterwards() {
    Workers workers = new JavaWorkers(3);
    int[] written = new int[1000];
    for (int time = 1; time <= 2000; time++) {
      int value = time;
      workers.run(10, part -> java.util.Arrays.fill(written, 100 * part, 100 * part + 100, value));
      assertThat(IntStream.of(written).sum()).isEqualTo(1000 * value);
    }
  }

  @Test
  void nestedCallsRunOnTheirThread() {
    Workers workers = new JavaWorkers(2);
    AtomicInteger runs = new AtomicInteger();
    workers.run(
        4,
        outer -> {
          Thread self = Thread.currentThread();
          workers.run(
              5,
              inner -> {
                assertThat(Thread.currentThread()).isSameAs(self);
                runs.getAndIncrement();
              });
        });
    assertThat(runs).hasValue(20);
  }

  @Test
  void throwsWhatAPartThrowsAndGoesOnWorking() {
    Workers workers = new JavaWorkers(2);
    for (int time = 0; time < 100; time++) {
      assertThatThrownBy(
              () ->
                  workers.run(
                      8,
                      part -> {
                        if (part == 5) {
                          throw new IllegalStateException("part 5 fails");
                        }
                      }))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("part 5 fails");
    }
    AtomicInteger runs = new AtomicInteger();
    workers.run(8, part -> runs.getAndIncrement());
    assertThat(runs).hasValue(8);
  }

  @Test
  void callsFromSeveralThreadsDoNotDisturbEachOther() throws InterruptedException {
    Workers workers = new JavaWorkers(2);
    AtomicInteger runs = new AtomicInteger();
    Thread[] callers = new Thread[3];
    for (int i = 0; i < callers.length; i++) {
      callers[i] =
          Thread.ofPlatform()
              .start(
                  () -> {
                    for (int time = 0; time < 200; time++) {
                      workers.run(7, part -> runs.getAndIncrement());
                    }
                  });
    }
    for (Thread caller : callers) {
      caller.join();
    }
    assertThat(runs).hasValue(3 * 200 * 7);
  }

  @Test
  void sleepingHelpersWakeUp() throws InterruptedException {
    Workers workers = new JavaWorkers(2);
    for (int time = 0; time < 5; time++) {
      Thread.sleep(20);
      AtomicInteger runs = new AtomicInteger();
      workers.run(50, part -> runs.getAndIncrement());
      assertThat(runs).hasValue(50);
    }
  }

  @Test
  void refusesNoThreads() {
    assertThatThrownBy(() -> new JavaWorkers(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("workers: threads must be at least 1, got 0");
  }
}
