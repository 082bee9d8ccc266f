package dev.ranvier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class CatalogCommandTest {
  @Test
  void listsEveryKindEvenWithoutEntries() {
    Cli run = Cli.run("catalog", "--json");
    assertThat(run.code()).isZero();
    assertThat(run.object().keySet().stream().map(String::valueOf))
        .containsExactly(
            "layers",
            "activations",
            "losses",
            "initializers",
            "regularizers",
            "constraints",
            "optimizers",
            "minimizers",
            "schedules",
            "stopping",
            "metrics",
            "normalizers",
            "augmentations",
            "sources",
            "zoo");
    assertThat(names(run.object().get("layers"))).contains("conv2d", "dense", "max-pool2d");
    assertThat(names(run.object().get("sources"))).contains("digits", "fashion-mnist", "mnist");
  }

  @Test
  void peopleSeeParametersAndDefaults() {
    Cli run = Cli.run("catalog");
    assertThat(run.err()).isEmpty();
    assertThat(run.out())
        .contains(
            "conv2d", "kernel: whole number or [rows, columns]", "learning-rate: number = 0.001");
  }

  private static List<Object> names(Object entries) {
    return ((List<?>) entries)
        .stream().map(entry -> (Object) ((Map<?, ?>) entry).get("name")).toList();
  }
}
