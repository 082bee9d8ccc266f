package dev.ranvier.op.scalar;

import static dev.ranvier.op.scalar.Expression.argument;
import static dev.ranvier.op.scalar.Expression.constant;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class ScalarProgramTest {
  private final Expression x = argument(0);
  private final Expression y = argument(1);

  @Test
  void computesNothingTwice() {
    Expression sum = x.plus(y);
    ScalarProgram program = ScalarProgram.of(2, List.of(sum.squared(), sum.exp(), x.plus(y)));
    assertThat(program.describe())
        .containsExactly("v2 = (v0 + v1)", "v3 = (v2 * v2)", "v4 = exponential(v2)");
    assertThat(program.outputs()).containsExactly(3, 4, 2);
    assertThat(program.evaluate(new double[] {1, 2}, 0)).containsExactly(9, Math.exp(3), 3);
  }

  @Test
  void passesInputsAndConstantsThrough() {
    ScalarProgram program = ScalarProgram.of(2, List.of(y, constant(4)));
    assertThat(program.evaluate(new double[] {1, 2}, 0)).containsExactly(2, 4);
  }

  @Test
  void equalWorkMakesEqualPrograms() {
    assertThat(ScalarProgram.of(2, List.of(x.times(y).plus(1))))
        .isEqualTo(ScalarProgram.of(2, List.of(x.times(y).plus(1))))
        .isNotEqualTo(ScalarProgram.of(2, List.of(y.times(x).plus(1))));
  }

  @Test
  void anAssemblerTakesSlotsAsArguments() {
    ScalarProgram.Assembler assembler = new ScalarProgram.Assembler(1);
    int doubled = assembler.slot(x.times(2));
    int result = assembler.slot(argument(doubled).plus(x));
    assertThat(assembler.program(List.of(result)).evaluate(new double[] {5}, 0))
        .containsExactly(15);
  }

  @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
  void computesWhatTheTreesSay(
      @ForAll("formulas") Expression first, @ForAll("formulas") Expression second) {
    ScalarProgram program = ScalarProgram.of(2, List.of(first, second));
    double[] at = {0.7, -1.3};
    assertThat(program.evaluate(at, 3))
        .containsExactly(first.evaluate(at, 3), second.evaluate(at, 3));
    assertThat(program.instructions()).hasSize(new HashSet<>(program.instructions()).size());
    for (Expression instruction : program.instructions()) {
      assertThat(instruction.parts()).allMatch(part -> part.parts().isEmpty());
    }
  }

  @Provide
  Arbitrary<Expression> formulas() {
    return Expressions.any(2);
  }
}
