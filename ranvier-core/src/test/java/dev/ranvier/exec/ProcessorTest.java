package dev.ranvier.exec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ranvier.exec.Processor.InstructionSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProcessorTest {
  private static final Processor AMX = new Processor(InstructionSet.AMX, 2);

  @Test
  void readsWhatLinuxSaysOfItsProcessors() {
    Processor processor =
        Processor.of(
            List.of(
                "processor\t: 0",
                "model name\t: Fast CPU @ 3GHz",
                "flags\t\t: fpu avx2 fma avx512f amx_bf16 rdrand",
                "processor\t: 1",
                "flags\t\t: other"));
    assertThat(processor.model()).isEqualTo("Fast CPU @ 3GHz");
    assertThat(processor.features()).containsExactly("avx2", "fma", "avx512f", "amx_bf16");
    assertThat(processor.instructions())
        .as("avx512bw and others are missing")
        .isEqualTo(InstructionSet.AVX2);
  }

  @Test
  void readsWhatLinuxSaysOfOtherProcessors() {
    Processor processor = Processor.of(List.of("Features\t: fp asimd bf16 i8mm"));
    assertThat(processor.model()).isEqualTo(System.getProperty("os.arch"));
    assertThat(processor.features()).containsExactly("asimd", "bf16", "i8mm");
    assertThat(processor.instructions()).isEqualTo(InstructionSet.OTHER);
  }

  @Test
  void eachInstructionSetIsToldByItsFeatures() {
    for (InstructionSet set : InstructionSet.values()) {
      assertThat(new Processor(set, 1).instructions()).isEqualTo(set);
    }
  }

  @Test
  void keepsToTheInstructionsThatOneDnnIsAllowed() {
    assertThat(limited("ONEDNN_MAX_CPU_ISA", "AVX2")).isEqualTo(InstructionSet.AVX2);
    assertThat(limited("ONEDNN_MAX_CPU_ISA", "avx512_core")).isEqualTo(InstructionSet.AVX512);
    assertThat(limited("ONEDNN_MAX_CPU_ISA", "AVX512_CORE_FP16"))
        .isEqualTo(InstructionSet.AVX512_BF16);
    assertThat(limited("ONEDNN_MAX_CPU_ISA", "SSE41")).isEqualTo(InstructionSet.OTHER);
    assertThat(limited("ONEDNN_MAX_CPU_ISA", "ALL")).isEqualTo(InstructionSet.AMX);
    assertThat(limited("DNNL_MAX_CPU_ISA", "AVX2")).as("older name").isEqualTo(InstructionSet.AVX2);
    assertThat(limited("HOME", "AVX2")).isEqualTo(InstructionSet.AMX);
  }

  private static InstructionSet limited(String name, String value) {
    return Processor.limited(AMX, Map.of(name, value)).instructions();
  }

  @Test
  void aLimitTakesNothingThatIsOlder() {
    Processor processor = AMX.withFeatures(List.of("avx2", "fma", "avx_vnni", "amx_fp16"));
    assertThat(processor.limitedTo(InstructionSet.AVX2).features())
        .containsExactly("avx2", "fma", "avx_vnni");
  }

  @Test
  void thisMachineHasCoresAndAName() {
    Processor current = Processor.current();
    assertThat(current.cores()).isEqualTo(Runtime.getRuntime().availableProcessors());
    assertThat(current.model()).isNotEmpty();
  }
}
