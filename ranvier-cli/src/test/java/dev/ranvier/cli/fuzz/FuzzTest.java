package dev.ranvier.cli.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.ranvier.data.DataException;
import dev.ranvier.tensor.NativeMemory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Damaged files of every kind: each is read, or refused by one of the documented exceptions in one
 * line, within two seconds of the processor and with at most four times the file and 64 MB of
 * memory.
 *
 * <p>{@code ./dev fuzz INPUTS} tries so many for each reader, by another seed every time, in a heap
 * of 160 MB, and keeps what fails below {@code target/fuzz}.
 */
final class FuzzTest {
  private static final int INPUTS = Integer.getInteger("ranvier.fuzz.inputs", 400);
  private static final long SEED = Long.getLong("ranvier.fuzz.seed", 1);
  private static final long SPARE_BYTES = 64 << 20;

  private static final long LONGEST_NANOS = 2_000_000_000L;
  private static final int MOST_FAILURES = 5;
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  @TempDir private Path folder;

  @Test
  void damagedFilesAreReadOrRefused() throws IOException {
    List<String> failures = new ArrayList<>();
    for (Target target : new Targets(Files.createDirectory(folder.resolve("seeds"))).all()) {
      assertThat(target.seeds()).as(target.name()).isNotEmpty();
      Path where = Files.createDirectory(folder.resolve(target.name()));
      for (byte[] sound : target.seeds()) {
        Files.write(where.resolve(target.file()), sound);
        target.reader().read(where); // what is not damaged is read; and classes are loaded
      }
      Mutations mutations = new Mutations(SEED, target.seeds());
      long start = System.nanoTime();
      int refused = 0;
      int most = failures.size() + MOST_FAILURES;
      int number = 0;
      for (; number < INPUTS && failures.size() < most; number++) {
        byte[] damaged = mutations.next();
        refused += tried(target, where, damaged, number, failures) ? 1 : 0;
      }
      System.out.printf(
          "fuzz: %-18s %d inputs, %d refused, %.1f s%n",
          target.name(), number, refused, (System.nanoTime() - start) / 1e9);
    }
    assertThat(failures).isEmpty();
  }

  /** Whether the file was refused. */
  private static boolean tried(
      Target target, Path where, byte[] damaged, int number, List<String> failures)
      throws IOException {
    Files.write(where.resolve(target.file()), damaged);
    long heap = THREADS.getCurrentThreadAllocatedBytes();
    long live = NativeMemory.liveBytes();
    long start = THREADS.getCurrentThreadCpuTime(); // other programs may take the processor
    String failure = "";
    boolean refused = false;
    try {
      target.reader().read(where);
    } catch (IOException | UncheckedIOException | IllegalArgumentException | DataException e) {
      refused = true;
      String message = String.valueOf(e.getMessage());
      failure = message.isBlank() || message.contains("\n") ? "said '" + message + "'" : "";
      failure = e.getCause() instanceof OutOfMemoryError ? "needs more heap: " + message : failure;
    } catch (Throwable e) {
      failure = "threw " + e + " at " + (e.getStackTrace().length > 0 ? e.getStackTrace()[0] : "");
    }
    long nanos = THREADS.getCurrentThreadCpuTime() - start;
    long bytes =
        Math.max(THREADS.getCurrentThreadAllocatedBytes() - heap, NativeMemory.liveBytes() - live);
    if (failure.isEmpty() && nanos > LONGEST_NANOS) {
      failure = "took " + nanos / 1_000_000 + " ms";
    }
    // Decoders of images make garbage for every row: what they hold is bounded by ./dev fuzz's
    // heap.
    boolean counted = !target.isImage();
    if (failure.isEmpty() && counted && bytes > 4L * damaged.length + SPARE_BYTES) {
      failure = "took " + bytes + " bytes for a file of " + damaged.length;
    }
    if (!failure.isEmpty()) {
      Path kept = Files.createDirectories(Path.of("target", "fuzz"));
      String name = target.name().replace(' ', '-') + "-" + SEED + "-" + number;
      Files.write(kept.resolve(name), damaged);
      failures.add(name + ": " + failure);
    }
    return refused;
  }
}
