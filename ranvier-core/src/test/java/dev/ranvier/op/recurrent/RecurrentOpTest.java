package dev.ranvier.op.recurrent;

import static dev.ranvier.tensor.TensorType.f32;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ranvier.op.RecurrentCells;
import dev.ranvier.tensor.NdArray;
import dev.ranvier.tensor.Shape;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecurrentOpTest {
  @Test
  void aMaskOfAnotherShapeIsRefused() {
    RecurrentOp op = new RecurrentOp(RecurrentCells.LSTM, true);
    assertThatThrownBy(() -> op.infer(List.of(f32(4, 2, 12), f32(3, 12), f32(12), f32(4, 3, 1))))
        .hasMessage(
            "recurrent: a mask for f32[4,2,12] has one number a step and example, [4,2,1]; got"
                + " f32[4,3,1]");
  }

  @Test
  void weightsOfAnotherSizeAreRefused() {
    RecurrentOp op = new RecurrentOp(RecurrentCells.GRU, false);
    assertThatThrownBy(() -> op.infer(List.of(f32(4, 2, 12), f32(3, 12), f32(12))))
        .hasMessage("recurrent: the state's weights must be f32[4,12], got f32[3,12]");
  }

  /** Whatever comes in padded steps, states and outputs stay. */
  @Test
  void maskedStepsCarryTheStateOver() {
    RecurrentOp op = new RecurrentOp(RecurrentCells.LSTM, true);
    NdArray inputs = NdArray.zeros(Shape.of(3, 1, 4));
    Arrays.setAll(inputs.data(), i -> Math.cos(i));
    NdArray mask = NdArray.of(Shape.of(3, 1, 1), 0, 1, 0);
    NdArray weights = NdArray.of(Shape.of(1, 4), 0.5, -0.2, 0.3, 0.1);
    NdArray bias = NdArray.zeros(Shape.of(4));
    for (NdArray state : op.evaluate(List.of(inputs, weights, bias, mask)).subList(0, 2)) {
      assertThat(state.data()[1]).isEqualTo(state.data()[0]);
      assertThat(state.data()[2]).isNotEqualTo(state.data()[1]);
    }
  }

  @Test
  void aCellThatSeesSumsAloneIsAdditive() {
    assertThat(RecurrentCells.LSTM.isAdditive()).isTrue();
    assertThat(RecurrentCells.GRU.isAdditive()).isFalse();
  }
}
