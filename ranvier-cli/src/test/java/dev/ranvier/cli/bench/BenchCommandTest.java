package dev.ranvier.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ranvier.exec.Engines;
import dev.ranvier.exec.Precision;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

final class BenchCommandTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void reportsOneWorkloadToProgramsAndToPeople() throws IOException {
    int code =
        run(
            "--workload=mlp-b1",
            "--precision=fp32",
            "--runs=3",
            "--seconds=0.01",
            "--threads=1",
            "--json");
    assertThat(code).isZero();

    JsonNode results = new ObjectMapper().readTree(out.toString());
    assertThat(results).hasSize(1);
    JsonNode result = results.get(0);
    assertThat(result.get("workload").asText()).isEqualTo("mlp-b1");
    assertThat(result.get("precision").asText()).isEqualTo("fp32");
    assertThat(result.get("batch").asInt()).isEqualTo(1);
    assertThat(result.get("threads").asInt()).isEqualTo(1);
    assertThat(result.has("peak_rss_bytes")).isTrue();
    assertThat(Stream.of("train_ms", "infer_ms", "infer_b1_ms"))
        .allSatisfy(
            name -> {
              double median = result.get(name).asDouble();
              assertThat(median).isPositive();
              assertThat(result.get(name + "_min").asDouble()).isLessThanOrEqualTo(median);
              assertThat(result.get(name + "_max").asDouble()).isGreaterThanOrEqualTo(median);
            });
    assertThat(err.toString().lines())
        .satisfiesExactly(
            head -> assertThat(head).startsWith("workload"),
            row -> assertThat(row).startsWith("mlp-b1"));
  }

  @Test
  void profilesATrainingStep() throws IOException {
    int code = run("--workload=mlp-b32", "--runs=1", "--seconds=0.02", "--profile", "--json");
    assertThat(code).isZero();
    JsonNode profile = new ObjectMapper().readTree(out.toString()).get(0).get("profile");
    assertThat(profile.get("step_ms").asDouble())
        .isGreaterThan(profile.get("kernels_ms").asDouble() * 0.5);
    assertThat(profile.get("peaks").get("memory_gbs").asDouble()).isPositive();
    assertThat(profile.get("phases"))
        .extracting(phase -> phase.get("phase").asText())
        .containsExactlyInAnyOrder("forward", "backward", "update");
    assertThat(profile.get("ops"))
        .anySatisfy(
            op -> {
              assertThat(op.get("layer").asText()).isEqualTo("dense1");
              assertThat(op.get("phase").asText()).isEqualTo("forward");
              assertThat(op.get("gflops").asDouble()).isPositive();
            });
    assertThat(err.toString()).contains("profile: median of ", "outside kernels");
  }

  @Test
  void recomputesWhereAsked() throws IOException {
    String[] arguments = {"--workload=lenet-b64", "--runs=1", "--seconds=0.01", "--json"};
    assertThat(run(arguments)).isZero();
    JsonNode kept = new ObjectMapper().readTree(out.toString()).get(0);
    out.getBuffer().setLength(0);
    assertThat(
            run(
                Stream.concat(Stream.of(arguments), Stream.of("--recompute"))
                    .toArray(String[]::new)))
        .isZero();
    JsonNode again = new ObjectMapper().readTree(out.toString()).get(0);
    assertThat(kept.get("recompute").asBoolean()).isFalse();
    assertThat(again.get("recompute").asBoolean()).isTrue();
  }

  /** Shares, sums and the table are of the same figures, whatever the network. */
  @ParameterizedTest
  @ValueSource(strings = {"mlp-b1", "lenet-b64", "resnet18-b64"})
  void profilesAddUpAndTheTableShowsThem(String workload) throws IOException {
    assertThat(run("--workload=" + workload, "--runs=1", "--seconds=0.02", "--profile", "--json"))
        .isZero();
    JsonNode profile = new ObjectMapper().readTree(out.toString()).get(0).get("profile");
    double ops = 0;
    for (JsonNode op : profile.get("ops")) {
      ops += op.get("ms").asDouble();
    }
    double phases = 0;
    for (JsonNode phase : profile.get("phases")) {
      phases += phase.get("ms").asDouble();
    }
    double kernels = profile.get("kernels_ms").asDouble();
    assertThat(ops).isCloseTo(kernels, withinPercentage(0.01));
    assertThat(phases).isCloseTo(kernels, withinPercentage(0.01));
    assertThat(kernels + profile.get("outside_ms").asDouble())
        .isCloseTo(profile.get("step_ms").asDouble(), withinPercentage(0.01));
    JsonNode first = profile.get("ops").get(0);
    assertThat(err.toString())
        .contains(String.format(Locale.ROOT, "%.3f", profile.get("step_ms").asDouble()))
        .containsPattern(
            first.get("phase").asText()
                + " +"
                + first.get("op").asText()
                + " .* "
                + String.format(Locale.ROOT, "%.3f", first.get("ms").asDouble()));
  }

  @Test
  void withoutJsonTheTableIsOnStdout() {
    assertThat(run("--workload=mlp-b1", "--runs=1", "--seconds=0.01")).isZero();
    assertThat(out.toString()).startsWith("workload").contains("mlp-b1");
    boolean bf16 = Engines.standard().withPrecision(Precision.AUTO).computesInBf16();
    String auto = bf16 ? "bf16" : "fp32";
    assertThat(out.toString()).contains(auto);
    assertThat(err.toString())
        .startsWith("bench: auto is " + auto + " on this processor, as in train; --precision ");
  }

  @Test
  void listsHaveCommasOrAreGivenAgain() {
    BenchCommand commas = new BenchCommand();
    new CommandLine(commas).parseArgs("--workload=mlp-b1,lenet-b64", "--precision=fp32,bf16");
    BenchCommand again = new BenchCommand();
    new CommandLine(again)
        .parseArgs(
            "--workload=mlp-b1", "--workload=lenet-b64", "--precision=fp32", "--precision=bf16");
    assertThat(commas.wanted())
        .isEqualTo(again.wanted())
        .containsExactly("mlp-b1 fp32", "mlp-b1 bf16", "lenet-b64 fp32", "lenet-b64 bf16");
  }

  @Test
  void writesWhatGeneratedKernelsDo(@TempDir Path folder) throws IOException {
    assertThat(run("--workload=mlp-b1", "--runs=1", "--seconds=0.01", "--dump-kernels=" + folder))
        .isZero();
    try (Stream<Path> files = Files.list(folder.resolve("mlp-b1"))) {
      assertThat(files)
          .isNotEmpty()
          .allSatisfy(file -> assertThat(file).content().contains("step ", "v0: ", "result 0: "));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--workload=mlp-b33 | bench: there is no workload 'mlp-b33'; there are mlp-b1, mlp-b32, mlp-b128, lenet-b64, cifarfull-b100, resnet18-b64, vgg16-b64, lstm-b64, chartf-b16",
        "--precision=int4 | bench: expected --precision to be one of fp32, bf16, auto, got 'int4'",
        "--threads=0 | bench: --threads must be at least 1, got 0",
        "--runs=0 | bench: --runs must be at least 1, got 0",
        "--seconds=-1 | bench: --seconds must be above 0, got -1.0",
      })
  void wrongArgumentsAreNamed(String argument, String message) {
    assertThat(run(argument)).isEqualTo(2);
    assertThat(err.toString().lines()).first().isEqualTo(message);
    assertThat(out.toString()).isEmpty();
  }

  private int run(String... arguments) {
    return new CommandLine(new BenchCommand())
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(arguments);
  }
}
