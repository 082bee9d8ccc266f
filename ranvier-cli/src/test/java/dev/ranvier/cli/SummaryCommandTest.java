package dev.ranvier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SummaryCommandTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({
    // Weights and biases of dense 784-300-100-10; two operations a weight.
    "mnist, 266610, 532400",
    // 832 + 51264 + 1606144 + 5130; 2 * (784*25*32 + 196*800*64 + 3136*512 + 512*10).
    "mnist-lenet, 1663370, 24546304",
    "fashion-mnist, 1663370, 24546304",
    // 416 + 4640 + 13872 + 98432 + 1290; 2 * (144*25*16 + 100*144*32 + 16*288*48 + 768*128 + 1280).
    "mnist-fast, 118650, 1678336",
    // 3x3 convolutions of 16 to 64 filters, 1x1 shortcuts, two numbers a norm's channel, dense
    // 64-10.
    "cifar10-resnet, 78042, 25003264",
    // 512 * (28 + 128 + 1) + 1290; 2 * (28*28*512 + 28*128*512 + 128*10).
    "mnist-lstm, 81674, 4475392",
    // 4160 + 1536 * (64 + 384 + 1) + 25025; 2 * 128 * (64*1536 + 384*1536 + 384*65).
    "char-lstm, 718849, 182550528",
    // 8320 + 16384 + 4 * 198272 + 256 + 8385; 2 * 128 * (4 * (12*128*128 + 2*128*128) + 128*65).
    "char-transformer, 826433, 237010944",
  })
  void countsParametersAndOperationsOfPresetsWithoutTheirData(
      String preset, int parameters, int flops) {
    Cli run = Cli.run("summary", preset, "--batch", "2", "--json");
    assertThat(run.code()).isZero();
    assertThat((Object) run.object().get("parameters")).isEqualTo(parameters);
    assertThat((Object) run.object().get("flops")).isEqualTo(flops);
    // At least the parameters, their gradients or Adam's two running means.
    assertThat(((Number) run.object().get("memory_bytes")).longValue())
        .isGreaterThan(3L * 4 * parameters);
  }

  @Test
  void describesEveryLayer() {
    Cli run = Cli.run("summary", "mnist", "--json");
    List<?> layers = (List<?>) run.object().get("layers");
    assertThat(layers.stream().map(layer -> ((Map<?, ?>) layer).get("name")).map(String::valueOf))
        .containsExactly(
            "flatten1", "dense1", "relu1", "dropout1", "dense2", "relu2", "dropout2", "dense3");
    Map<?, ?> dense = (Map<?, ?>) layers.get(1);
    assertThat((Object) dense.get("output")).isEqualTo(List.of(300));
    assertThat((Object) dense.get("parameters")).isEqualTo(784 * 300 + 300);
    assertThat((Object) dense.get("flops")).isEqualTo(2 * 784 * 300);
    assertThat(run.err()).contains("dense1", "235,500", "266,610");
  }

  @Test
  void showsThePlanOnRequest() {
    assertThat(Cli.run("summary", "mnist", "--plan").out()).contains("plan: ", "slab of");
  }

  @Test
  void recomputationTakesLessMemory() throws IOException {
    Path deep =
        Files.writeString(
            folder.resolve("deep.yaml"),
            "{data: {source: digits}, model: {layers: ["
                + "{conv: {filters: 4, kernel: 3}}, batchnorm, relu, ".repeat(8)
                + "flatten, {dense: 10}]}}");
    String[] arguments = {"summary", deep.toString(), "--json", "--plan", "--precision=fp32"};
    Cli once = Cli.run(arguments);
    Cli again =
        Cli.run(
            Stream.concat(Stream.of(arguments), Stream.of("--recompute")).toArray(String[]::new));
    assertThat(memoryBytes(again)).isLessThan(0.8 * memoryBytes(once));
    assertThat(calls(again)).isGreaterThan(calls(once));
  }

  private static double memoryBytes(Cli run) {
    return ((Number) run.object().get("memory_bytes")).doubleValue();
  }

  /** The kernel calls of the plan that was shown. */
  private static long calls(Cli run) {
    return run.err().lines().filter(line -> line.matches(" *\\d+  \\S+ .* B")).count();
  }

  @Test
  void optionsChangeTheExperiment() {
    Cli run = Cli.run("summary", "mnist", "--set", "model.layers[1].dense=7", "--json");
    assertThat((Object) run.object().get("parameters"))
        .isEqualTo(784 * 7 + 7 + 7 * 100 + 100 + 1010);
  }
}
