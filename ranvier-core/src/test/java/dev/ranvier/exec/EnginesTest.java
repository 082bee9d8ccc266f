package dev.ranvier.exec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The kernels and threads that tests run on are those of the machine that the build names, so that
 * no test is left out, and no other kernel takes over, unnoticed.
 */
class EnginesTest {
  /** Named by the Maven profiles; without a build tool, the machine as it is. */
  private static final String MACHINE = System.getProperty("ranvier.test.machine", "this-machine");

  private final Engine engine = Engines.standard();

  private List<String> described() {
    return engine.backends().stream().map(Backend::describe).toList();
  }

  @Test
  void backendsAreThoseOfTheMachine() {
    List<String> names = engine.backends().stream().map(Backend::name).toList();
    switch (MACHINE) {
      case "this-machine", "avx2", "no-vector" ->
          assertThat(names).containsExactly("tables", "onednn", "vector");
      case "no-native" -> assertThat(names).containsExactly("tables", "vector");
      default -> throw new AssertionError("there is no test machine '" + MACHINE + "'");
    }
  }

  @Test
  void problemsSayWhatIsMissing() {
    if (MACHINE.equals("no-native")) {
      assertThat(Engines.problems())
          .containsExactly(
              "oneDNN: disabled by RANVIER_NATIVE=off; remove that setting to use native"
                  + " kernels");
    } else {
      assertThat(Engines.problems()).isEmpty();
    }
  }

  @Test
  void vectorsAreAsWideAsTheMachineHasThem() {
    switch (MACHINE) {
      case "avx2" ->
          assertThat(described())
              .anySatisfy(text -> assertThat(text).startsWith("oneDNN ").endsWith(", AVX2"))
              .contains("tables for AVX2")
              .contains("Java loops, vectors of 8 f32 numbers");
      case "no-vector" ->
          assertThat(described())
              .contains("Java loops, one number at a time: the Vector API is not there");
      default ->
          assertThat(described())
              .anySatisfy(text -> assertThat(text).startsWith("Java loops, vectors of "));
    }
  }

  @Test
  void bf16IsThereOnlyWhereTheMachineHasInstructionsForIt() {
    if (MACHINE.equals("avx2") || MACHINE.equals("no-native")) {
      assertThat(engine.withPrecision(Precision.AUTO).computesInBf16()).isFalse();
      assertThatThrownBy(() -> engine.withPrecision(Precision.BF16))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "engine: precision bf16 needs oneDNN and a processor with AVX512-BF16 or AMX; use"
                  + " fp32 or auto");
    } else {
      assertThat(engine.withPrecision(Precision.AUTO).computesInBf16())
          .isEqualTo(engine.backends().stream().anyMatch(Backend::hasBf16));
    }
  }

  @Test
  void threadsAreNativeOnesWhereThereIsNativeCode() {
    assertThat(engine.workers() instanceof JavaWorkers).isEqualTo(MACHINE.equals("no-native"));
  }

  @Test
  void anEngineOnTheCallersThreadHasTheSameBackends() {
    Engine alone = Engines.onCallersThread();
    assertThat(alone.workers().threads()).isEqualTo(1);
    assertThat(alone.backends().stream().map(Backend::describe)).isEqualTo(described());
  }

  @Test
  void refusesNoThreads() {
    assertThatThrownBy(() -> Engines.useThreads(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("engine: threads must be at least 1, got 0");
  }
}
