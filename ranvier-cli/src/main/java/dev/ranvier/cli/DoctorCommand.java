package dev.ranvier.cli;

import dev.ranvier.exec.Backend;
import dev.ranvier.exec.Engine;
import dev.ranvier.exec.Engines;
import dev.ranvier.exec.Peaks;
import dev.ranvier.exec.Processor;
import dev.ranvier.exec.UserCache;
import dev.ranvier.tensor.DType;
import dev.ranvier.tensor.MemoryLimit;
import dev.ranvier.tensor.NativeMemory;
import java.lang.management.ManagementFactory;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.LongStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code ranvier doctor}: what this machine offers. */
@Command(
    name = "doctor",
    description = "Show what this machine offers.",
    mixinStandardHelpOptions = true)
final class DoctorCommand implements Callable<Integer> {
  private static final Set<String> SPACED = Set.of("cpu_features", "java_options", "environment");

  @Mixin private Output output;

  @Override
  public Integer call() {
    Processor processor = Processor.current();
    Engine engine = Engines.standard();
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("version", new Version().getVersion()[0]);
    tree.put("jdk", Runtime.version().toString());
    tree.put("java_home", System.getProperty("java.home"));
    tree.put("system", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
    tree.put("cpu", processor.model());
    tree.put("cpu_features", processor.features());
    tree.put("cores", processor.cores());
    tree.put("caches", caches(processor.caches()));
    tree.put("memory_bytes", memoryBytes());
    MemoryLimit limit = NativeMemory.limit();
    tree.put("memory_limit_bytes", limit.bytes());
    tree.put("memory_limit_origin", limit.origin());
    tree.put("java_heap_bytes", Runtime.getRuntime().maxMemory());
    tree.put("vector_api", VectorModule.isPresent());
    tree.put("threads", engine.workers().threads());
    tree.put("backends", engine.backends().stream().map(Backend::describe).toList());
    tree.put("problems", Engines.problems());
    addSpeed(tree, Peaks.measure(engine));
    tree.put("class_archive", ClassArchive.inUse());
    tree.put("java_options", ManagementFactory.getRuntimeMXBean().getInputArguments());
    tree.put("environment", environment(System.getenv()));
    tree.put("cache", UserCache.folder().toString());
    Table table = new Table(2);
    tree.forEach((name, value) -> table.row(title(name), words(name, value)));
    output.text().print(table);
    output.result(tree);
    return 0;
  }

  /** What the processor has for bf16, and whether it is faster than single precision. */
  private static void addSpeed(Map<String, Object> tree, Peaks peaks) {
    double single = peaks.operationsPerSecond().get(DType.F32) / 1e9;
    Double half = peaks.operationsPerSecond().get(DType.BF16);
    tree.put("f32_gflops", single);
    tree.put("bf16_gflops", half == null ? null : half / 1e9);
    tree.put("bf16", half != null);
    tree.put("bf16_speedup", half == null ? null : half / 1e9 / single);
    tree.put("memory_gbs", peaks.bytesPerSecond() / 1e9);
  }

  /** For example {@code 32 KiB}, {@code 1024 KiB} and {@code 16384 KiB}; nothing if unknown. */
  private static List<String> caches(Processor.Caches caches) {
    return LongStream.of(caches.level1(), caches.level2(), caches.level3())
        .filter(bytes -> bytes > 0)
        .mapToObj(bytes -> (bytes >> 10) + " KiB")
        .toList();
  }

  /** The machine's memory, or the part of it that this process may have. */
  private static long memoryBytes() {
    return ManagementFactory.getOperatingSystemMXBean()
            instanceof com.sun.management.OperatingSystemMXBean system
        ? system.getTotalMemorySize()
        : Runtime.getRuntime().maxMemory();
  }

  /** The variables that change how kernels run. */
  static List<String> environment(Map<String, String> variables) {
    return variables.entrySet().stream()
        .filter(variable -> variable.getKey().matches("(OMP|GOMP|KMP|ONEDNN|DNNL|RANVIER)_.*"))
        .map(variable -> variable.getKey() + "=" + variable.getValue())
        .sorted()
        .toList();
  }

  private static String title(String name) {
    return name.replace("_bytes", "").replace('_', ' ');
  }

  private static String words(String name, Object value) {
    if (value instanceof List<?> list) {
      String separator = SPACED.contains(name) ? " " : "; ";
      return list.isEmpty()
          ? "none"
          : String.join(separator, list.stream().map(String::valueOf).toList());
    }
    if (value instanceof Boolean there) {
      return there ? "available" : "not available";
    }
    if (value instanceof Double number) {
      return String.format(Locale.ROOT, "%.1f", number);
    }
    if (value == null) {
      return "none";
    }
    return name.endsWith("_bytes") ? ((long) value >> 20) + " MiB" : String.valueOf(value);
  }
}
