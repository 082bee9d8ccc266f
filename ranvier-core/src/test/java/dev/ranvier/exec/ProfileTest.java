package dev.ranvier.exec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ranvier.graph.Assignment;
import dev.ranvier.graph.Input;
import dev.ranvier.graph.Variable;
import dev.ranvier.op.Ops;
import dev.ranvier.plan.Phase;
import dev.ranvier.tensor.DType;
import dev.ranvier.tensor.Shape;
import dev.ranvier.tensor.Tensor;
import dev.ranvier.tensor.TensorType;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProfileTest {
  private static final int SIZE = 64;

  private final Input x = new Input("x", TensorType.f32(SIZE, SIZE));
  private final Variable w =
      new Variable("w", Tensor.of(Shape.of(SIZE, SIZE), new float[SIZE * SIZE]));

  private Plan plan(Engine engine) {
    return engine.compile(
        List.of(x),
        List.of(Ops.matmul(x, w)),
        List.of(new Assignment(w, Ops.add(w, Ops.number(1)))));
  }

  @Test
  void everyKernelCallIsTimedWithItsPhaseAndCost() {
    Plan plan = plan(Engines.standard());
    plan.record(5);
    for (int run = 0; run < 9; run++) {
      plan.run();
    }
    Profile profile = plan.profile();
    assertThat(profile.runs()).isEqualTo(5);
    assertThat(profile.entries())
        .extracting(entry -> entry.application().op().name(), Profile.Entry::phase)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("matmul", Phase.FORWARD),
            org.assertj.core.groups.Tuple.tuple("fused", Phase.UPDATE));
    assertThat(profile.entries()).allSatisfy(entry -> assertThat(entry.nanoseconds()).isPositive());
    assertThat(profile.entries().getFirst().cost().products()).isEqualTo(2L * SIZE * SIZE * SIZE);
    assertThat(profile.kernelNanoseconds())
        .isEqualTo(profile.entries().stream().mapToDouble(Profile.Entry::nanoseconds).sum());
    assertThat(profile.stepNanoseconds()).isPositive();
    assertThat(w.value().getDouble(0)).as("recorded runs do what others do").isEqualTo(9);
  }

  @Test
  void theFirstRunHasNoStepBeforeItAndIsNotKept() {
    Plan plan = plan(Engines.standard());
    plan.record(5);
    plan.run();
    assertThatThrownBy(plan::profile)
        .hasMessage(
            "plan: no run is recorded; call record(runs) and run at least twice before profile()");
    plan.run();
    assertThat(plan.profile().runs()).isEqualTo(1);
  }

  @Test
  void recordingNeedsRuns() {
    assertThatThrownBy(() -> plan(Engines.standard()).record(0))
        .hasMessage("plan: must record at least 1 run, got 0");
  }

  @Test
  void peaksAreMeasuredForWhatCanBeMultiplied() {
    Peaks peaks = Peaks.measure(Engines.standard());
    assertThat(peaks.operationsPerSecond().get(DType.F32)).isGreaterThan(1e8);
    boolean bf16 = Engines.standard().withPrecision(Precision.AUTO).computesInBf16();
    assertThat(peaks.operationsPerSecond().containsKey(DType.BF16)).isEqualTo(bf16);
    assertThat(peaks.bytesPerSecond()).isGreaterThan(1e8);
    Peaks none = Peaks.measure(new Engine(new JavaWorkers(1), List.of()));
    assertThat(none.operationsPerSecond()).isEmpty();
  }
}
