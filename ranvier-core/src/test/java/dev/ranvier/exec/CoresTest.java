package dev.ranvier.exec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class CoresTest {
  private static final int COUNT = Runtime.getRuntime().availableProcessors();

  /** The most threads that runs of so many threads each have had at once. */
  private static int mostAtOnce(int callers, int threads) throws InterruptedException {
    AtomicInteger running = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    List<Thread> all = new ArrayList<>();
    for (int i = 0; i < callers; i++) {
      all.add(
          Thread.ofPlatform()
              .start(
                  () -> {
                    for (int time = 0; time < 500; time++) {
                      Cores.take(threads);
                      most.accumulateAndGet(running.addAndGet(threads), Math::max);
                      Thread.yield();
                      running.addAndGet(-threads);
                      Cores.give(threads);
                    }
                  }));
    }
    for (Thread thread : all) {
      thread.join();
    }
    return most.get();
  }

  @Test
  void runsOfAllThreadsTakeTurns() throws InterruptedException {
    assertThat(mostAtOnce(4, COUNT)).isEqualTo(COUNT);
  }

  @Test
  void asManyRunsOfOneThreadAsThereAreProcessors() throws InterruptedException {
    assertThat(mostAtOnce(COUNT + 3, 1)).isLessThanOrEqualTo(COUNT);
  }

  @Test
  void moreThreadsThanProcessorsAreAllOfThem() throws InterruptedException {
    assertThat(mostAtOnce(3, COUNT + 5)).isEqualTo(COUNT + 5);
  }

  /** A run of all threads comes before runs of one that asked later, so it is not left waiting. */
  @Test
  void whoWaitsIsServedInOrder() throws InterruptedException {
    CountDownLatch done = new CountDownLatch(1);
    Cores.take(1);
    Thread large =
        Thread.ofPlatform()
            .start(
                () -> {
                  Cores.take(COUNT);
                  done.countDown();
                  Cores.give(COUNT);
                });
    while (large.getState() != Thread.State.WAITING) {
      Thread.sleep(1);
    }
    AtomicInteger largeWasDone = new AtomicInteger();
    Thread small =
        Thread.ofPlatform()
            .start(
                () -> {
                  Cores.take(1);
                  largeWasDone.set(done.getCount() == 0 ? 1 : -1);
                  Cores.give(1);
                });
    while (small.getState() != Thread.State.WAITING) {
      Thread.sleep(1);
    }
    Cores.give(1);
    assertThat(done.await(30, TimeUnit.SECONDS)).isTrue();
    small.join();
    assertThat(largeWasDone).hasValue(1);
  }

  @Test
  void noThreadsWaitForNothing() {
    Cores.take(COUNT);
    Cores.take(0);
    Cores.give(0);
    Cores.give(COUNT);
  }
}
