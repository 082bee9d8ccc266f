package dev.ranvier.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class MemoryLimitTest {
  private static final long MIB = 1L << 20;
  private static final long GIB = 1L << 30;

  @Test
  void isASize() {
    assertThat(MemoryLimit.parse("RANVIER_MEMORY", "12g").bytes()).isEqualTo(12 * GIB);
    assertThat(MemoryLimit.parse("RANVIER_MEMORY", "12 GiB").bytes()).isEqualTo(12 * GIB);
    assertThat(MemoryLimit.parse("RANVIER_MEMORY", "1.5G").bytes()).isEqualTo(3 * GIB / 2);
    assertThat(MemoryLimit.parse("RANVIER_MEMORY", "800M").bytes()).isEqualTo(800 * MIB);
    assertThat(MemoryLimit.parse("RANVIER_MEMORY", "64kb").bytes()).isEqualTo(64 << 10);
    assertThat(MemoryLimit.parse("RANVIER_MEMORY", "2t").bytes()).isEqualTo(2048 * GIB);
    assertThat(MemoryLimit.parse("RANVIER_MEMORY", " 4096 ").bytes()).isEqualTo(4096);
    assertThat(MemoryLimit.parse("RANVIER_MEMORY", "12g").describe())
        .isEqualTo("12.0 GiB (set by RANVIER_MEMORY)");
  }

  @Test
  void isAShareOfTheMemory() {
    assertThat(MemoryLimit.parse("RANVIER_MEMORY", "50%").bytes())
        .isEqualTo((long) (0.5 * MemoryLimit.memory()));
  }

  @Test
  void refusesWhatIsNoSize() {
    for (String wrong : new String[] {"", "much", "-3g", "12 x", "1e9", "g"}) {
      assertThatThrownBy(() -> MemoryLimit.parse("RANVIER_MEMORY", wrong))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "RANVIER_MEMORY: expected a size such as 12g or 800m, or a share of the memory such as"
                  + " 50%, got '"
                  + wrong
                  + "'");
    }
    assertThatThrownBy(() -> MemoryLimit.parse("RANVIER_MEMORY", "0"))
        .hasMessage("set by RANVIER_MEMORY: the memory limit must be at least 1 byte, got 0");
  }

  @Test
  void leavesATenthOrHalfAGibibyte() {
    assertThat(MemoryLimit.standard(20 * GIB).bytes()).isEqualTo(18 * GIB);
    assertThat(MemoryLimit.standard(2 * GIB).bytes()).isEqualTo(3 * GIB / 2);
    assertThat(MemoryLimit.standard(600 * MIB).bytes()).isEqualTo(300 * MIB);
    assertThat(MemoryLimit.standard(20 * GIB).describe())
        .isEqualTo("18.0 GiB (of 20.0 GiB of memory)");
  }

  @Test
  void theMachineHasMoreThanAQuarterOfIt() {
    assertThat(MemoryLimit.standard(MemoryLimit.memory()).bytes())
        .isGreaterThanOrEqualTo(MemoryLimit.memory() / 2);
  }
}
