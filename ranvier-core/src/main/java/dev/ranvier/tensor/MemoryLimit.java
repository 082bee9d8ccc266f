package dev.ranvier.tensor;

import java.lang.management.ManagementFactory;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How much memory tensors and plans may take outside the Java heap.
 *
 * <p>{@code -Dranvier.memory} sets it, or {@code RANVIER_MEMORY} in the environment, as a size
 * ({@code 12g}, {@code 800m}) or as a share of the memory that this process may have ({@code 50%}).
 * Otherwise it is all of that but a tenth, at least 512 MiB of it, which is left to the JVM and the
 * system; of less than 1 GiB, half. In a container, its memory counts, not the machine's.
 *
 * @param bytes the limit
 * @param origin what set it, for reports
 */
public record MemoryLimit(long bytes, String origin) {
  private static final String PROPERTY = "ranvier.memory";
  private static final String VARIABLE = "RANVIER_MEMORY";
  private static final long LEAST_LEFT = 512L << 20;
  private static final Pattern SIZE =
      Pattern.compile("(\\d{1,15}(?:\\.\\d{1,3})?)\\s*([kmgt%]?)(?:i?b)?");

  /** Checks that something is allowed. */
  public MemoryLimit {
    if (bytes < 1) {
      throw new IllegalArgumentException(
          origin + ": the memory limit must be at least 1 byte, got " + bytes);
    }
  }

  /** What the user has set; empty where nothing is. */
  static Optional<MemoryLimit> chosen() {
    String property = System.getProperty(PROPERTY);
    return property != null
        ? Optional.of(parse("-D" + PROPERTY, property))
        : Optional.ofNullable(System.getenv(VARIABLE)).map(value -> parse(VARIABLE, value));
  }

  /** The limit where nothing is set, for a machine or container of so much memory. */
  static MemoryLimit standard(long memory) {
    long left = Math.max(memory / 10, Math.min(LEAST_LEFT, memory / 2));
    return new MemoryLimit(memory - left, "of " + text(memory) + " of memory");
  }

  /** The memory that this process may have: the container's or the machine's. */
  static long memory() {
    return ManagementFactory.getOperatingSystemMXBean()
            instanceof com.sun.management.OperatingSystemMXBean system
        ? system.getTotalMemorySize()
        : 4 * Runtime.getRuntime().maxMemory(); // by default, heaps get a quarter
  }

  static MemoryLimit parse(String origin, String text) {
    Matcher size = SIZE.matcher(text.strip().toLowerCase(Locale.ROOT));
    if (!size.matches()) {
      throw new IllegalArgumentException(
          origin
              + ": expected a size such as 12g or 800m, or a share of the memory such as 50%, got '"
              + text
              + "'");
    }
    double number = Double.parseDouble(size.group(1));
    double bytes =
        switch (size.group(2)) {
          case "k" -> number * (1L << 10);
          case "m" -> number * (1L << 20);
          case "g" -> number * (1L << 30);
          case "t" -> number * (1L << 40);
          case "%" -> number / 100 * memory();
          default -> number;
        };
    return new MemoryLimit((long) bytes, "set by " + origin);
  }

  /** For example {@code 21.2 GiB (of 23.5 GiB of memory)}. */
  public String describe() {
    return text(bytes) + " (" + origin + ")";
  }

  /** A number of bytes as people read it: {@code 37.3 GiB}, {@code 512.0 MiB}, {@code 20 bytes}. */
  static String text(long bytes) {
    if (bytes >= 1L << 30) {
      return String.format(Locale.ROOT, "%,.1f GiB", bytes / 0x1p30);
    }
    return bytes >= 1L << 20
        ? String.format(Locale.ROOT, "%.1f MiB", bytes / 0x1p20)
        : bytes + " bytes";
  }
}
