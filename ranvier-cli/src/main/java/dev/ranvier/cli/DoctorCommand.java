package dev.ranvier.cli;

import dev.ranvier.exec.Backend;
import dev.ranvier.exec.Engine;
import dev.ranvier.exec.Engines;
import dev.ranvier.exec.UserCache;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code ranvier doctor}: what this machine offers. */
@Command(
    name = "doctor",
    description = "Show what this machine offers.",
    mixinStandardHelpOptions = true)
final class DoctorCommand implements Callable<Integer> {
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
    tree.put("cores", Runtime.getRuntime().availableProcessors());
    tree.put("memory_bytes", Processor.memoryBytes());
    tree.put("java_heap_bytes", Runtime.getRuntime().maxMemory());
    tree.put("vector_api", VectorModule.isPresent());
    tree.put("threads", engine.workers().threads());
    tree.put("backends", engine.backends().stream().map(Backend::describe).toList());
    tree.put("problems", Engines.problems());
    tree.put("cache", UserCache.folder().toString());
    Table table = new Table(2);
    tree.forEach((name, value) -> table.row(title(name), words(name, value)));
    output.err().print(table);
    output.result(tree);
    return 0;
  }

  private static String title(String name) {
    return name.replace("_bytes", "").replace('_', ' ');
  }

  private static String words(String name, Object value) {
    if (value instanceof List<?> list) {
      String separator = name.equals("cpu_features") ? " " : "; ";
      return list.isEmpty()
          ? "none"
          : String.join(separator, list.stream().map(String::valueOf).toList());
    }
    if (name.equals("vector_api")) {
      return (boolean) value ? "available" : "not available";
    }
    return name.endsWith("_bytes") ? ((long) value >> 20) + " MiB" : String.valueOf(value);
  }
}
