package dev.ranvier.kernel.onednn.binding;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Loads the library in a JVM of its own, for what can be set only before it is loaded. */
public final class OtherJvm {

  private static final long PATIENCE_SECONDS = 60;

  private OtherJvm() {}

  /**
   * How a JVM ended.
   *
   * @param exitCode of the process
   * @param output what it wrote
   */
  record Outcome(int exitCode, String output) {}

  /** Prints why the library cannot be used, or the thread count after a round of work. */
  public static void main(String[] arguments) {
    NativeLibrary.problem()
        .ifPresentOrElse(
            System.out::println,
            () -> {
              GompWorkers workers = GompWorkers.find().orElseThrow();
              int[] done = new int[4];
              workers.run(done.length, part -> done[part]++);
              System.out.println(workers.threads() + " threads, done " + Arrays.toString(done));
            });
  }

  static Outcome run(Map<String, String> environment, String... options)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("--enable-native-access=ALL-UNNAMED");
    command.addAll(List.of(options));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(OtherJvm.class.getName());
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder
        .environment()
        .keySet()
        .removeIf(name -> name.startsWith("OMP_") || name.startsWith("RANVIER_"));
    builder.environment().putAll(environment);
    Process process = builder.start();
    String output =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new IllegalStateException("the JVM did not end: " + output);
    }
    return new Outcome(process.exitValue(), output);
  }
}
