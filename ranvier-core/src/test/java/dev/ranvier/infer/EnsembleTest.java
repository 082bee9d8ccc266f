package dev.ranvier.infer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.ranvier.exec.Engines;
import dev.ranvier.graph.Literal;
import dev.ranvier.op.Ops;
import dev.ranvier.tensor.DType;
import dev.ranvier.tensor.NdArray;
import dev.ranvier.tensor.Shape;
import dev.ranvier.tensor.Tensor;
import dev.ranvier.tensor.TensorType;
import java.util.List;
import org.junit.jupiter.api.Test;

class EnsembleTest {
  private static final Tensor ONES = Tensor.of(Shape.of(2, 3), 1, 1, 1, 1, 1, 1);

  /** A member that predicts the same for inputs of 1. */
  private static InferenceSession member(double... predictions) {
    NdArray row = NdArray.of(Shape.of(3), predictions);
    return new InferenceSession(
        TensorType.f32(3),
        batch -> Ops.multiply(batch, new Literal(DType.F32, row)),
        Engines.standard());
  }

  private final Ensemble three =
      new Ensemble(List.of(member(0.6, 0.3, 0.1), member(0.5, 0.4, 0.1), member(0.0, 0.9, 0.1)));

  @Test
  void softVotingIsTheWeightedMean() {
    assertThat(three.predict(ONES).toFloats())
        .containsExactly(
            new float[] {1.1f / 3, 1.6f / 3, 0.1f, 1.1f / 3, 1.6f / 3, 0.1f}, within(1e-6f));
    assertThat(three.withWeights(List.of(1.0, 3.0, 0.0)).predict(ONES).toFloats())
        .startsWith(new float[] {0.525f, 0.375f, 0.1f}, within(1e-6f));
  }

  @Test
  void hardVotingCountsMembers() {
    Ensemble hard = three.withVoting(Voting.HARD);
    assertThat(hard.predict(ONES).toFloats())
        .containsExactly(new float[] {2 / 3f, 1 / 3f, 0, 2 / 3f, 1 / 3f, 0}, within(1e-6f));
    assertThat(hard.withWeights(List.of(1.0, 1.0, 3.0)).predict(ONES).toFloats())
        .containsExactly(new float[] {0.4f, 0.6f, 0, 0.4f, 0.6f, 0}, within(1e-6f));
  }

  @Test
  void oneMemberIsItself() {
    InferenceSession only = member(0.123, 0.456, 0.421);
    assertThat(new Ensemble(List.of(only)).predict(ONES).toFloats())
        .isEqualTo(only.predict(ONES).toFloats());
  }

  @Test
  void whatDoesNotGoTogetherIsRefused() {
    assertThatThrownBy(() -> new Ensemble(List.of()))
        .hasMessage("ensemble: needs at least one member, got none");
    assertThatThrownBy(() -> three.withWeights(List.of(1.0)))
        .hasMessage("ensemble: needs a weight for each of its 3 members, got 1");
    assertThatThrownBy(() -> three.withWeights(List.of(0.0, 0.0, 0.0)))
        .hasMessage("ensemble: weights must be at least 0 and not all 0, got [0.0, 0.0, 0.0]");
    assertThatThrownBy(() -> three.withWeights(List.of(2.0, -1.0, 0.0)))
        .hasMessage("ensemble: weights must be at least 0 and not all 0, got [2.0, -1.0, 0.0]");
    InferenceSession single =
        new InferenceSession(TensorType.f32(3), batch -> Ops.sum(batch, -1), Engines.standard());
    assertThatThrownBy(() -> new Ensemble(List.of(member(1, 0, 0), single)).predict(ONES))
        .hasMessageStartingWith(
            "ensemble: its members must predict alike, the first gives f32[2,3], number 2 gives");
    assertThatThrownBy(() -> new Ensemble(List.of(single)).withVoting(Voting.HARD).predict(ONES))
        .hasMessageStartingWith("ensemble: hard voting needs predictions [batch, …, classes]")
        .hasMessageEndingWith("; use soft voting");
  }
}
