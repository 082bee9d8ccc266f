package dev.ranvier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class MainTest {
  @Test
  void versionIsTheProjectsOwn() {
    Cli run = Cli.run("--version");
    assertThat(run.code()).isZero();
    assertThat(run.out()).matches("ranvier \\d+\\.\\d+\\.\\d+(-SNAPSHOT)?\\R");
  }

  @Test
  void helpListsAllCommands() {
    Cli run = Cli.run("--help");
    assertThat(run.code()).isZero();
    assertThat(run.out())
        .contains(
            "train",
            "evaluate",
            "predict",
            "sample",
            "summary",
            "catalog",
            "bench",
            "doctor",
            "help");
  }

  @Test
  void helpOfACommandListsItsOptions() {
    for (Cli run : new Cli[] {Cli.run("train", "--help"), Cli.run("help", "train")}) {
      assertThat(run.code()).isZero();
      assertThat(run.out())
          .contains(
              "--data",
              "--epochs",
              "--batch",
              "--lr",
              "--precision",
              "--seed",
              "--threads",
              "--out",
              "--set",
              "--json",
              "--verbose");
    }
  }

  @Test
  void anUnknownCommandIsWrongUsage() {
    Cli run = Cli.run("trian");
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err())
        .isEqualToNormalizingNewlines(
            "ranvier: unknown command 'trian'; known are train, evaluate, predict, sample,"
                + " lr-find, summary, catalog, bench, doctor; did you mean 'train'?\n");
    assertThat(run.out()).isEmpty();
  }

  @Test
  void theStackTraceIsShownOnRequestOnly() {
    assertThat(Cli.run("evaluate", "nowhere").err()).doesNotContain("\tat ");
    assertThat(Cli.run("evaluate", "nowhere", "--verbose").err())
        .contains("\tat dev.ranvier.cli.run.SavedRun");
  }
}
