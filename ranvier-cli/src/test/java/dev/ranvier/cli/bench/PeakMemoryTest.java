package dev.ranvier.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class PeakMemoryTest {
  @Test
  void readsTheHighWaterMarkInBytes() {
    assertThat(PeakMemory.parse(List.of("Name:\tjava", "VmHWM:\t  123456 kB", "VmRSS:\t 5 kB")))
        .hasValue(123456L * 1024);
  }

  @Test
  void isEmptyWhereThereIsNoHighWaterMark() {
    assertThat(PeakMemory.parse(List.of("Name:\tjava"))).isEmpty();
  }
}
