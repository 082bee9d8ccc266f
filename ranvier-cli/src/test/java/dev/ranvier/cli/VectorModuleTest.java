package dev.ranvier.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Starts the program as the launcher does: what matters is the JVM's own output. */
final class VectorModuleTest {

  @Test
  void loadsWithoutAWarning() throws IOException, InterruptedException {
    assertThat(doctor("--add-exports", "java.base/jdk.internal.module=ALL-UNNAMED"))
        .containsPattern("vector api +available")
        .doesNotContain("WARNING", "Vector API: ");
  }

  @Test
  void saysSoWhenItCannotLoad() throws IOException, InterruptedException {
    assertThat(doctor())
        .containsPattern("vector api +not available")
        .startsWith(
            "Vector API: cannot load module jdk.incubator.vector into Java "
                + Runtime.version().feature())
        .contains(
            "); slower loops run instead. Set RANVIER_JAVA_OPTS=\"--add-modules"
                + " jdk.incubator.vector\"");
  }

  private static String doctor(String... options) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("--enable-native-access=ALL-UNNAMED"); // as the manifest says
    command.addAll(List.of(options));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(Main.class.getName(), "doctor"));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).isZero();
    return output;
  }
}
