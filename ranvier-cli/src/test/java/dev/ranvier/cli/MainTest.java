package dev.ranvier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ranvier.cli.experiment.Presets;
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
                + " lr-find, summary, catalog, bench, data, doctor, completion; did you mean 'train'?\n");
    assertThat(run.out()).isEmpty();
  }

  @Test
  void anUnknownCommandIsWrongUsageAlsoWithHelp() {
    for (String[] words : new String[][] {{"trian", "--help"}, {"--help", "trian"}}) {
      Cli run = Cli.run(words);
      assertThat(run.code()).isEqualTo(2);
      assertThat(run.err()).startsWith("ranvier: unknown command 'trian'; known are train,");
      assertThat(run.out()).isEmpty();
    }
    Cli option = Cli.run("train", "--help", "--epoch");
    assertThat(option.code()).isEqualTo(2);
    assertThat(option.err()).startsWith("ranvier: unknown option '--epoch'");
  }

  @Test
  void withoutACommandThereIsHelp() {
    Cli run = Cli.run();
    assertThat(run.code()).isZero();
    assertThat(run.out()).isEqualTo(Cli.run("--help").out()).contains("Commands:", "train");
    assertThat(run.err()).isEmpty();
  }

  @Test
  void helpFitsATerminal() {
    for (String command : Main.commandNames()) {
      assertThat(Cli.run(command, "--help").out().lines())
          .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
    }
  }

  @Test
  void helpOfTrainListsThePresetsAndTheirFiles() {
    String help = Cli.run("train", "--help").out();
    assertThat(Presets.names()).allSatisfy(name -> assertThat(help).contains("  " + name + " "));
    assertThat(help).contains("Tiny Shakespeare", "train-images-idx3-ubyte.gz", "data_batch_1.bin");
  }

  @Test
  void theStackTraceIsShownOnRequestOnly() {
    assertThat(Cli.run("evaluate", "nowhere").err()).doesNotContain("\tat ");
    assertThat(Cli.run("evaluate", "nowhere", "--verbose").err())
        .contains("\tat dev.ranvier.cli.run.SavedRun");
  }
}
