package dev.ranvier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class DoctorCommandTest {
  @Test
  void namesTheJdkAndTheVectorApi() {
    Cli run = Cli.run("doctor");
    assertThat(run.code()).isZero();
    assertThat(run.err())
        .contains(Runtime.version().toString())
        .contains("vector api    available");
    assertThat(run.out()).isEmpty();
  }

  @Test
  void tellsProgramsWhatIsThere() {
    Cli run = Cli.run("doctor", "--json");
    assertThat(run.object().keySet().stream().map(String::valueOf))
        .contains("cpu", "cpu_features", "cores", "memory_bytes", "threads", "backends", "problems")
        .contains("cache");
    assertThat((List<?>) run.object().get("backends")).isNotEmpty();
  }

  @Test
  void readsWhatLinuxSaysOfItsProcessors() {
    Processor processor =
        Processor.of(
            List.of(
                "processor\t: 0",
                "model name\t: Fast CPU @ 3GHz",
                "flags\t\t: fpu avx2 avx512f amx_bf16 rdrand",
                "processor\t: 1",
                "flags\t\t: other"));
    assertThat(processor.model()).isEqualTo("Fast CPU @ 3GHz");
    assertThat(processor.features()).containsExactly("avx2", "avx512f", "amx_bf16");
  }
}
