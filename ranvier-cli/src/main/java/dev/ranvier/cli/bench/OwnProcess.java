package dev.ranvier.cli.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs one workload in a Java process of its own, so that neither code compiled for the workloads
 * before it nor their memory shows in its figures.
 */
final class OwnProcess {
  private OwnProcess() {}

  /**
   * Runs {@code ranvier bench} with some arguments as this process was started, and gives its JSON.
   *
   * @param main the class of the {@code ranvier} command
   * @param arguments the words after {@code bench}, {@code --json} among them
   * @throws IllegalStateException when it fails; it has told why on stderr
   */
  static JsonNode bench(Class<?> main, List<String> arguments) {
    List<String> command = new ArrayList<>(java(main));
    command.add("bench");
    command.addAll(arguments);
    try {
      Process process =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
      byte[] output = process.getInputStream().readAllBytes();
      int code = process.waitFor();
      if (code != 0) {
        throw new IllegalStateException(
            "bench: the process of " + arguments + " ended with exit code " + code);
      }
      return new ObjectMapper().readTree(output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("bench: interrupted", e);
    }
  }

  private static List<String> java(Class<?> main) {
    List<String> command = new ArrayList<>();
    command.add(System.getProperty("java.home") + "/bin/java");
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    String classPath = System.getProperty("java.class.path");
    if (classPath.endsWith(".jar") && !classPath.contains(System.getProperty("path.separator"))) {
      // The permissions are in the jar's manifest, which counts only this way.
      command.addAll(List.of("-jar", classPath));
    } else {
      command.addAll(List.of("-cp", classPath, main.getName()));
    }
    return command;
  }
}
