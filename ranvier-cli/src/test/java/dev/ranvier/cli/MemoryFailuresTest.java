package dev.ranvier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ranvier.tensor.NativeMemory;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Too little memory, native or in the heap, is one line. */
final class MemoryFailuresTest {
  private static final long MIB = 1L << 20;

  @TempDir private Path folder;

  @Test
  void aLayerThatIsTooLarge() {
    long usual = NativeMemory.limit().bytes();
    NativeMemory.setLimit(NativeMemory.liveBytes() + 500 * MIB);
    Cli run;
    try {
      run =
          Cli.run(
              "train",
              "digits",
              "--set",
              "model.layers=[flatten,{dense: 100000},{dense: 100000},{dense: 10}]",
              "--out",
              folder.resolve("out").toString());
    } finally {
      NativeMemory.setLimit(usual);
    }
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.out()).isEmpty();
    assertThat(run.err().lines())
        .last()
        .asString()
        .matches(
            "ranvier: memory: parameter 'dense2/weights' f32\\[100000,100000\\] needs 37\\.3 GiB, more"
                + " than the limit of .* \\(set by the program\\); make the layer smaller, or allow more"
                + " by RANVIER_MEMORY or -Dranvier.memory");
    assertThat(run.err()).doesNotContain("\tat ");
  }

  @Command(name = "fill")
  private static final class Fill implements Callable<Integer> {
    @Override
    public Integer call() {
      throw new OutOfMemoryError("Java heap space");
    }
  }

  @Test
  void aFullHeap() {
    Failures failures = new Failures(List.of("fill"));
    StringWriter err = new StringWriter();
    int code =
        new CommandLine(new Fill())
            .setExecutionStrategy(failures::execute)
            .setParameterExceptionHandler(failures)
            .setExecutionExceptionHandler(failures)
            .setErr(new PrintWriter(err))
            .execute();
    assertThat(code).isEqualTo(1);
    assertThat(err.toString().strip())
        .isEqualTo(
            "ranvier: memory: the Java heap of "
                + (Runtime.getRuntime().maxMemory() >> 20)
                + " MiB is full (Java heap space); read less data, or allow more, for instance with"
                + " RANVIER_JAVA_OPTS=-Xmx12g");
  }
}
