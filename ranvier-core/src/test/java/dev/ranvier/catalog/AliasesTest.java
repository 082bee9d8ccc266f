package dev.ranvier.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ranvier.nn.activation.Relu;
import dev.ranvier.optim.ExponentialMovingAverage;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

final class AliasesTest {
  @Test
  void everyAliasIsOfAnEntry() {
    assertThat(Aliases.ALL.keySet())
        .isNotEmpty()
        .isSubsetOf(
            Arrays.stream(Kind.values())
                .flatMap(kind -> Catalog.standard().entries(kind).stream())
                .<Class<?>>map(Entry::type)
                .toList());
  }

  @Test
  void noAliasIsTheNameThatItsRecordHasAnyway() {
    Arrays.stream(Kind.values())
        .flatMap(kind -> Catalog.standard().entries(kind).stream())
        .forEach(entry -> assertThat(entry.aliases()).doesNotContain(entry.name()));
  }

  @Test
  void mostRecordsHaveNone() {
    assertThat(Aliases.of(Relu.class)).isEmpty();
    assertThat(Aliases.of(ExponentialMovingAverage.class)).containsExactly("ema");
  }
}
