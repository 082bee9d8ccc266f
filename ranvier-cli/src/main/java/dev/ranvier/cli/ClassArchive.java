package dev.ranvier.cli;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The archive of loaded classes that this JVM started from, which the launcher makes. */
final class ClassArchive {
  private static final String OPTION = "-XX:SharedArchiveFile=";
  private static final Path MAPPINGS = Path.of("/proc/self/maps");

  private ClassArchive() {}

  /** Its file, and whether it is in use; or that there is only the JDK's own, or none. */
  static String inUse() {
    Optional<String> file =
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
            .filter(option -> option.startsWith(OPTION))
            .map(option -> option.substring(OPTION.length()))
            .reduce((first, last) -> last);
    return describe(file, System.getProperty("java.vm.info", ""), mappings());
  }

  /**
   * @param file the one that the JVM was told of
   * @param jvm what the JVM says of itself
   * @param mappings what it has mapped into memory; empty where that is not known
   */
  static String describe(Optional<String> file, String jvm, List<String> mappings) {
    if (!jvm.contains("sharing")) {
      return "none in use";
    }
    if (file.isEmpty()) {
      return "the JDK's own";
    }
    boolean mapped = mappings.stream().anyMatch(line -> line.endsWith(" " + file.get()));
    return mapped || mappings.isEmpty() ? file.get() : file.get() + " (not in use)";
  }

  private static List<String> mappings() {
    try {
      return Files.isReadable(MAPPINGS) ? Files.readAllLines(MAPPINGS) : List.of();
    } catch (IOException e) {
      return List.of();
    }
  }
}
