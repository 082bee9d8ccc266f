package dev.ranvier.kernel.onednn.binding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ranvier.kernel.onednn.NeedsOneDnn;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NativeLibraryTest {

  @Test
  @NeedsOneDnn
  void loadsTheVersionTheProjectDeclares() {
    assertThat(Dnnl.version()).isEqualTo("3.13.0");
    assertThat(Dnnl.instructionSet()).isNotNull();
  }

  @Test
  void anUnusableCacheFolderIsNamedWithTheRemedies(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("occupied"), "not a folder");
    assertThatThrownBy(() -> NativeLibrary.load(Platform.current(), new NativeCache(file)))
        .isInstanceOf(NativeUnavailableException.class)
        .hasMessageStartingWith(
            "oneDNN: cannot unpack " + Platform.current().library() + " to '" + file)
        .hasMessageEndingWith(
            "; make the folder writable, choose another with -Dranvier.cache=FOLDER, or set"
                + " RANVIER_NATIVE=off to do without");
  }

  @Test
  void anUnknownPlatformIsToldWhichArtifactIsMissing(@TempDir Path folder) {
    Platform unknown = Platform.of("SunOS", "sparcv9");
    assertThatThrownBy(() -> NativeLibrary.load(unknown, new NativeCache(folder)))
        .isInstanceOf(NativeUnavailableException.class)
        .hasMessage(
            "oneDNN: org/bytedeco/dnnl/sunos-sparcv9/libdnnl.so.3 is neither on the class path nor"
                + " on the module path; add the artifact org.bytedeco:dnnl:3.13-1.5.14 with"
                + " classifier sunos-sparcv9, or set RANVIER_NATIVE=off to do without");
  }

  @Test
  void canBeTurnedOff() throws Exception {
    assertThat(OtherJvm.run(Map.of("RANVIER_NATIVE", "off")))
        .isEqualTo(
            new OtherJvm.Outcome(
                0,
                "oneDNN: disabled by RANVIER_NATIVE=off; remove that setting to use native"
                    + " kernels"));
    assertThat(OtherJvm.run(Map.of(), "-Dranvier.native=off").output())
        .startsWith("oneDNN: disabled by -Dranvier.native=off;");
  }

  @Test
  void aFileWithoutLibraryInTheCacheIsReportedNotCrashedOn(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("occupied"), "not a folder");
    OtherJvm.Outcome outcome = OtherJvm.run(Map.of(), "-Dranvier.cache=" + file);
    assertThat(outcome.exitCode()).isZero();
    assertThat(outcome.output()).startsWith("oneDNN: cannot unpack").doesNotContain("\n");
  }

  @Test
  @NeedsOneDnn
  void keepsTheThreadCountOfTheEnvironmentAndTheJvmEndsCleanly() throws Exception {
    assertThat(OtherJvm.run(Map.of("OMP_NUM_THREADS", "3")))
        .isEqualTo(new OtherJvm.Outcome(0, "3 threads, done [1, 1, 1, 1]"));
    assertThat(OtherJvm.run(Map.of(), "-XX:ActiveProcessorCount=2"))
        .isEqualTo(new OtherJvm.Outcome(0, "2 threads, done [1, 1, 1, 1]"));
  }

  @Test
  void platformsAreNamedLikeTheArtifacts() {
    assertThat(Platform.of("Linux", "amd64").classifier()).isEqualTo("linux-x86_64");
    assertThat(Platform.of("Linux", "aarch64").classifier()).isEqualTo("linux-arm64");
    assertThat(Platform.of("Mac OS X", "aarch64").classifier()).isEqualTo("macosx-arm64");
    assertThat(Platform.of("Mac OS X", "x86_64").classifier()).isEqualTo("macosx-x86_64");
    assertThat(Platform.of("Windows 11", "amd64").classifier()).isEqualTo("windows-x86_64");
  }
}
