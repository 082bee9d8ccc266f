package dev.ranvier.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Runs a program that measures its own process in a JVM of its own, on the kernels of this one. */
final class Probe {
  private Probe() {}

  /** What the program printed in lines of {@code measured NAME NUMBER}. */
  static Map<String, Double> run(Class<?> program, List<String> options)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(optionsOfThisJvm());
    command.addAll(options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), program.getName()));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    Map<String, Double> measured = new TreeMap<>();
    for (String line : output.lines().toList()) {
      List<String> words = List.of(line.split(" "));
      if (words.getFirst().equals("measured")) {
        measured.put(words.get(1), Double.parseDouble(words.get(2)));
      }
    }
    return measured;
  }

  /** Those that decide which kernels run and how HotSpot compiles them. */
  private static List<String> optionsOfThisJvm() {
    return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(
            option ->
                option.matches(
                    "--(add-modules|enable-native-access)=.*|-XX:(UseAVX|PerMethod\\w+)=.*"))
        .toList();
  }
}
