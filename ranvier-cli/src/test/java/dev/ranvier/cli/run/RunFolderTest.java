package dev.ranvier.cli.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RunFolderTest {
  @TempDir private Path folder;

  @Test
  void isNotThereUntilItIsPublished() {
    Path path = folder.resolve("a/run");
    RunFolder run = RunFolder.create(path, "seed: 1\n");
    assertThat(path).doesNotExist();
    run.publish();
    assertThat(path.resolve("experiment.yaml")).hasContent("seed: 1\n");
    assertThat(run.isWorthKeeping()).isFalse();
  }

  @Test
  void takesTheNameOfAnEmptyFolder() throws IOException {
    RunFolder run = RunFolder.create(Files.createDirectory(folder.resolve("run")), "");
    run.publish();
    assertThat(folder.resolve("run/experiment.yaml")).exists();
  }

  @Test
  void takesAwayWhatKilledProcessesLeft() throws IOException {
    long running = ProcessHandle.current().parent().orElseThrow().pid();
    Path other = Files.createDirectory(folder.resolve(".run-" + running + ".tmp"));
    Path ended = Files.createDirectory(folder.resolve(".run-" + Long.MAX_VALUE + ".tmp"));
    Files.writeString(ended.resolve("experiment.yaml"), "");
    RunFolder.create(folder.resolve("run"), "").publish();
    assertThat(ended).doesNotExist();
    assertThat(other).exists();
  }

  @Test
  void aRunThatGoesOnLosesItsHalfWrittenFilesAndItsOutcome() throws IOException {
    Path run = Files.createDirectories(folder.resolve("run/checkpoints")).getParent();
    Path half = Files.writeString(run.resolve("checkpoints/.step-1.safetensors.7-1.tmp"), "");
    Files.writeString(run.resolve("metrics.json"), "{}");
    Files.writeString(run.resolve("experiment.yaml"), "seed: 1\n");
    RunFolder resumed = RunFolder.resume(run, "seed: 1\n");
    assertThat(resumed.isResumed()).isTrue();
    assertThat(half).doesNotExist();
    assertThat(run.resolve("metrics.json")).doesNotExist();
    assertThat(RunFolder.experiment(run).tree()).containsEntry("seed", 1);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RunFolder.experiment(folder))
        .withMessage(
            "--resume: '"
                + folder
                + "' holds no experiment.yaml; name the folder of a run that has begun, or train"
                + " anew with --out");
  }

  @Test
  void leavesNothingWhenDiscarded() throws IOException {
    RunFolder hidden = RunFolder.create(folder.resolve("a/b/run"), "");
    hidden.discard();
    RunFolder published = RunFolder.create(folder.resolve("a/b/run"), "");
    published.publish();
    published.write("metrics.json", "{}");
    published.discard();
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).isEmpty();
    }
  }

  @Test
  void foldersThatWereThereStay() throws IOException {
    Files.createDirectory(folder.resolve("a"));
    RunFolder.create(folder.resolve("a/b/run"), "").discard();
    assertThat(folder.resolve("a")).isEmptyDirectory();
  }

  @Test
  void doesNotTouchWhatIsThere() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RunFolder.create(file, ""))
        .withMessage("--out: '" + file + "' exists and is not an empty folder; name a new one");
  }

  @Test
  void aLinkToAFolderStaysALink() throws IOException {
    Path real = Files.createDirectory(folder.resolve("real"));
    for (Path target : List.of(real, folder.resolve("a/new"))) {
      Path link = Files.createSymbolicLink(folder.resolve(target.getFileName() + "-link"), target);
      RunFolder.create(link, "").discard();
      assertThat(link).isSymbolicLink();
      try (RunFolder run = RunFolder.create(link, "seed: 1\n")) {
        run.publish();
        run.write("metrics.json", "{}");
      }
      assertThat(link).isSymbolicLink();
      assertThat(target.resolve("metrics.json")).hasContent("{}");
      Files.writeString(target.resolve(".metrics.json.7-1.tmp"), "");
      try (RunFolder resumed = RunFolder.resume(link, "seed: 1\n")) {
        resumed.write("metrics.json", "{}");
      }
      assertThat(link).isSymbolicLink();
      assertThat(target.resolve(".metrics.json.7-1.tmp")).doesNotExist();
    }
  }

  @Test
  void oneProcessAtATimeWritesToARun() throws IOException {
    Path path = folder.resolve("run");
    String used =
        ": process "
            + ProcessHandle.current().pid()
            + " is training in '"
            + path
            + "'; wait until it has ended, or name another folder";
    try (RunFolder run = RunFolder.create(path, "")) {
      run.publish();
      assertThatIllegalArgumentException()
          .isThrownBy(() -> RunFolder.resume(path, ""))
          .withMessage("--resume" + used);
      assertThatIllegalArgumentException()
          .isThrownBy(() -> RunFolder.create(path, ""))
          .withMessage("--out" + used);
      run.write("metrics.json", "{}");
    }
    assertThat(path.resolve(".lock")).doesNotExist();
    Files.writeString(path.resolve(".lock"), "12345"); // a killed process's
    RunFolder.resume(path, "").close();
  }

  @Test
  void unnamedOnesAreCalledForTheirExperimentAndTime() {
    assertThat(RunFolder.unnamed("digits").toString()).matches("runs/digits-\\d{8}-\\d{6}(-\\d+)?");
  }
}
