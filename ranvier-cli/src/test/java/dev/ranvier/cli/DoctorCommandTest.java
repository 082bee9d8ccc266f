package dev.ranvier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ranvier.exec.Engines;
import dev.ranvier.tensor.MemoryLimit;
import dev.ranvier.tensor.NativeMemory;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class DoctorCommandTest {
  @Test
  void namesTheJdkAndTheVectorApi() {
    Cli run = Cli.run("doctor");
    assertThat(run.code()).isZero();
    assertThat(run.out())
        .contains(Runtime.version().toString())
        .containsPattern(
            "vector api +" + (VectorModule.isPresent() ? "available" : "not available"))
        .containsPattern("f32 gflops +[0-9.]+");
    assertThat(run.err()).isEmpty();
  }

  @Test
  void tellsProgramsWhatIsThere() {
    Cli run = Cli.run("doctor", "--json");
    assertThat(run.object().keySet().stream().map(String::valueOf))
        .contains(
            "cpu",
            "cpu_features",
            "caches",
            "cores",
            "memory_bytes",
            "threads",
            "backends",
            "problems")
        .contains("cache", "class_archive", "java_options", "environment", "memory_gbs");
    assertThat((List<?>) run.object().get("backends")).isNotEmpty();
    assertThat((double) run.object().get("f32_gflops")).isPositive();
  }

  @Test
  void saysWhetherBf16IsThereAndHowMuchFasterItIs() {
    Map<?, ?> told = Cli.run("doctor", "--json").object();
    boolean there = Engines.standard().backends().stream().anyMatch(each -> each.hasBf16());
    assertThat((Object) told.get("bf16")).isEqualTo(there);
    if (there) {
      assertThat((double) told.get("bf16_speedup"))
          .isEqualTo((double) told.get("bf16_gflops") / (double) told.get("f32_gflops"));
    } else {
      assertThat((Object) told.get("bf16_gflops")).isNull();
      assertThat((Object) told.get("bf16_speedup")).isNull();
    }
  }

  @Test
  void showsHowMuchMemoryTensorsMayTakeAndWhatSaysSo() {
    Cli run = Cli.run("doctor");
    MemoryLimit limit = NativeMemory.limit();
    assertThat(run.out())
        .containsPattern("memory limit +" + (limit.bytes() >> 20) + " MiB")
        .containsPattern("memory limit origin +" + limit.origin());
    assertThat((long) Cli.run("doctor", "--json").object().get("memory_limit_bytes"))
        .isEqualTo(limit.bytes());
  }

  @Test
  void showsTheVariablesThatChangeHowKernelsRun() {
    assertThat(
            DoctorCommand.environment(
                Map.of("RANVIER_NATIVE", "off", "HOME", "/root", "OMP_WAIT_POLICY", "passive")))
        .containsExactly("OMP_WAIT_POLICY=passive", "RANVIER_NATIVE=off");
  }

  @Test
  void tellsWhichArchiveOfClassesIsInUse() {
    List<String> mappings = List.of("7f00-7f01 r--p 00000000 08:01 1234 /here/classes.jsa");
    String sharing = "mixed mode, sharing";
    Optional<String> file = Optional.of("/here/classes.jsa");
    assertThat(ClassArchive.describe(file, sharing, mappings)).isEqualTo("/here/classes.jsa");
    assertThat(ClassArchive.describe(Optional.of("/there.jsa"), sharing, mappings))
        .isEqualTo("/there.jsa (not in use)");
    assertThat(ClassArchive.describe(Optional.empty(), sharing, mappings))
        .isEqualTo("the JDK's own");
    assertThat(ClassArchive.describe(file, "mixed mode", mappings)).isEqualTo("none in use");
  }
}
