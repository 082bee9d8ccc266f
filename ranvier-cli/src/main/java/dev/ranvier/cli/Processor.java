package dev.ranvier.cli;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * The processor, as far as the system tells.
 *
 * @param model its name
 * @param features those of its instruction sets that matter here; empty where they are not known
 */
record Processor(String model, List<String> features) {
  private static final Path LINUX = Path.of("/proc/cpuinfo");
  private static final List<String> OF_INTEREST =
      List.of(
          "avx",
          "avx2",
          "fma",
          "f16c",
          "avx_vnni",
          "avx512f",
          "avx512bw",
          "avx512vl",
          "avx512dq",
          "avx512_vnni",
          "avx512_bf16",
          "avx512_fp16",
          "amx_tile",
          "amx_int8",
          "amx_bf16",
          "amx_fp16",
          "asimd",
          "asimddp",
          "sve",
          "sve2",
          "bf16",
          "i8mm");

  /** This machine's. */
  static Processor current() {
    if (!Files.isReadable(LINUX)) {
      String windows = System.getenv("PROCESSOR_IDENTIFIER");
      return new Processor(windows == null ? System.getProperty("os.arch") : windows, List.of());
    }
    try (Stream<String> lines = Files.lines(LINUX)) {
      return of(lines.toList());
    } catch (IOException e) {
      return new Processor(System.getProperty("os.arch"), List.of());
    }
  }

  /** What Linux says of its processors. */
  static Processor of(List<String> lines) {
    List<String> flags =
        Arrays.asList((value(lines, "flags") + value(lines, "Features")).split(" "));
    String model = value(lines, "model name");
    return new Processor(
        model.isEmpty() ? System.getProperty("os.arch") : model,
        OF_INTEREST.stream().filter(flags::contains).toList());
  }

  /** The machine's memory, or the part of it that this process may have. */
  static long memoryBytes() {
    return ManagementFactory.getOperatingSystemMXBean()
            instanceof com.sun.management.OperatingSystemMXBean system
        ? system.getTotalMemorySize()
        : Runtime.getRuntime().maxMemory();
  }

  private static String value(List<String> lines, String key) {
    return lines.stream()
        .filter(line -> line.startsWith(key) && line.contains(":"))
        .map(line -> line.substring(line.indexOf(':') + 1).strip())
        .findFirst()
        .orElse("");
  }
}
