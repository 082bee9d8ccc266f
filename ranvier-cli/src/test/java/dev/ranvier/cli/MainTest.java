package dev.ranvier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

final class MainTest {

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void versionIsTheProjectsOwn() {
    assertThat(run("--version")).isZero();
    assertThat(out.toString()).matches("ranvier \\d+\\.\\d+\\.\\d+(-SNAPSHOT)?\\R");
  }

  @Test
  void doctorNamesTheJdkAndTheVectorApi() {
    assertThat(run("doctor")).isZero();
    assertThat(out.toString())
        .contains(Runtime.version().toString())
        .contains("Vector API  available");
  }

  @Test
  void unknownCommandIsWrongUsage() {
    assertThat(run("trian")).isEqualTo(2);
    assertThat(err.toString()).startsWith("Unmatched argument at index 0: 'trian'");
    assertThat(out.toString()).isEmpty();
  }

  private int run(String... arguments) {
    return new CommandLine(new Main())
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(arguments);
  }
}
