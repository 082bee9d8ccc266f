package dev.ranvier.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Starts {@code ranvier} as a process of its own, as the launcher does. */
final class OwnProcess {
  private OwnProcess() {}

  /** Starts a command whose output goes to files. */
  static Process start(Path out, Path err, String... arguments) throws IOException {
    return builder(arguments).redirectOutput(out.toFile()).redirectError(err.toFile()).start();
  }

  /** What it told people, without the JVM's own warning of the module that the launcher adds. */
  static String told(Path err) throws IOException {
    return Files.readString(err).replaceFirst("WARNING: Using incubator modules.*\\R", "");
  }

  /** A command that is yet to be started. */
  static ProcessBuilder builder(String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "--enable-native-access=ALL-UNNAMED",
            "--add-modules=jdk.incubator.vector",
            "-XX:+UseSerialGC",
            "-cp",
            System.getProperty("java.class.path"),
            Main.class.getName()));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command);
  }
}
