package dev.ranvier.kernel.onednn.binding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import dev.ranvier.exec.Workers;
import dev.ranvier.kernel.onednn.NeedsOneDnn;
import java.lang.management.ManagementFactory;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@NeedsOneDnn
class GompWorkersTest {

  private final GompWorkers workers = GompWorkers.find().orElseThrow();
  private int threadsBefore;

  @BeforeEach
  void useTwoThreads() {
    threadsBefore = workers.threads();
    workers.setThreads(2);
  }

  @AfterEach
  void restoreThreads() {
    workers.setThreads(threadsBefore);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 17, 1000})
  void runsEveryPartOnce(int parts) {
    AtomicIntegerArray done = new AtomicIntegerArray(1000);
    workers.run(parts, done::incrementAndGet);
    for (int part = 0; part < done.length(); part++) {
      assertThat(done.get(part)).as("part %d", part).isEqualTo(part < parts ? 1 : 0);
    }
  }

  @Test
  void twoThreadsWorkAtTheSameTime() {
    CountDownLatch both = new CountDownLatch(2);
    workers.run(
        2,
        part -> {
          both.countDown();
          assertThat(waitFor(both)).as("the other part has started").isTrue();
        });
    assertThat(both.getCount()).isZero();
  }

  @Test
  void theCallerWorksToo() {
    ConcurrentHashMap<Integer, Thread> threads = new ConcurrentHashMap<>();
    CountDownLatch both = new CountDownLatch(2); // else who is early could do both
    workers.run(
        2,
        part -> {
          threads.put(part, Thread.currentThread());
          both.countDown();
          assertThat(waitFor(both)).as("the other part has started").isTrue();
        });
    assertThat(threads.get(0)).isEqualTo(Thread.currentThread());
    assertThat(threads.get(1)).isNotEqualTo(Thread.currentThread());
    assertThat(threads.get(1).isDaemon()).as("does not keep the JVM alive").isTrue();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void whatAPartThrowsIsThrownHere(int faulty) {
    Workers.Task task =
        part -> {
          if (part == faulty) {
            throw new ArithmeticException("part " + part);
          }
        };
    assertThatThrownBy(() -> workers.run(2, task))
        .isInstanceOf(ArithmeticException.class)
        .hasMessage("part " + faulty);
    runsEveryPartOnce(17);
  }

  @Test
  void errorsAreThrownToo() {
    assertThatThrownBy(
            () ->
                workers.run(
                    2,
                    part -> {
                      throw new StackOverflowError("deep");
                    }))
        .isInstanceOf(StackOverflowError.class);
  }

  @Test
  void nestedCallsRunInTheThreadThatMadeThem() {
    AtomicInteger elsewhere = new AtomicInteger();
    AtomicInteger done = new AtomicInteger();
    workers.run(
        2,
        outer -> {
          Thread own = Thread.currentThread();
          workers.run(
              5,
              inner -> {
                done.incrementAndGet();
                elsewhere.addAndGet(Thread.currentThread() == own ? 0 : 1);
              });
        });
    assertThat(done).hasValue(10);
    assertThat(elsewhere).hasValue(0);
  }

  @Test
  void anotherThreadMayAskMeanwhile() throws InterruptedException {
    AtomicInteger done = new AtomicInteger();
    Runnable often =
        () -> {
          for (int i = 0; i < 500; i++) {
            workers.run(3, part -> done.incrementAndGet());
          }
        };
    Thread other = new Thread(often);
    other.start();
    often.run();
    other.join();
    assertThat(done).hasValue(3000);
  }

  @Test
  void joiningGivesAThreadTheCommonCount() throws InterruptedException {
    workers.setThreads(1);
    AtomicInteger parts = new AtomicInteger();
    Thread other =
        new Thread(
            () -> {
              workers.join();
              workers.run(4, part -> parts.addAndGet(Thread.currentThread().isDaemon() ? 0 : 1));
            });
    other.start();
    other.join();
    assertThat(parts).as("parts done by the thread itself").hasValue(4);
  }

  @Test
  void runningAllocatesNothing() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    AtomicIntegerArray sums = new AtomicIntegerArray(2);
    Workers.Task task = sums::incrementAndGet;
    for (int i = 0; i < 20_000; i++) {
      workers.run(2, task);
    }
    long before = threads.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < 10_000; i++) {
      workers.run(2, task);
    }
    assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(1000);
    assertThat(sums.get(0) + sums.get(1)).isEqualTo(60_000);
  }

  @Test
  void aThreadCountBelowOneIsRefused() {
    assertThatThrownBy(() -> workers.setThreads(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("threads: given 0, expected 1 or more; leave it out to use all cores");
  }

  private static boolean waitFor(CountDownLatch latch) {
    try {
      return latch.await(10, TimeUnit.SECONDS);
    } catch (InterruptedException interrupted) {
      throw new IllegalStateException(interrupted);
    }
  }
}
