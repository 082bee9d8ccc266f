package dev.ranvier.kernel.vector;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Kernels in a Java process that lacks the Vector API, or is told not to use it. */
class WithoutVectorApiTest {
  @Test
  void plainLoopsRunWhereTheModuleIsAbsent() throws Exception {
    String output = run(List.of());
    assertThat(output).contains("PLAIN 300").contains("kernels run without the Vector API");
  }

  @Test
  void plainLoopsRunWhereTheyAreAskedFor() throws Exception {
    String output = run(List.of("--add-modules", "jdk.incubator.vector", "-Dranvier.vector=off"));
    assertThat(output).contains("PLAIN 300").contains("kernels run without the Vector API");
  }

  private static String run(List<String> options) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("--enable-native-access=ALL-UNNAMED");
    command.addAll(options);
    command.add("-cp");
    command.add(
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
    command.add(PlainProcess.class.getName());
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output;
  }
}
