package dev.ranvier.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ranvier.data.Batching;
import dev.ranvier.data.Dataset;
import dev.ranvier.exec.Engines;
import dev.ranvier.infer.Ensemble;
import dev.ranvier.infer.InferenceSession;
import dev.ranvier.nn.Model;
import dev.ranvier.nn.activation.Tanh;
import dev.ranvier.nn.layer.Dense;
import dev.ranvier.nn.layer.Sequential;
import dev.ranvier.nn.loss.SoftmaxCrossEntropy;
import dev.ranvier.op.normalization.SoftmaxOp;
import dev.ranvier.optim.Adam;
import dev.ranvier.optim.ConstantRate;
import dev.ranvier.optim.CosineRestarts;
import dev.ranvier.optim.GrowingBatch;
import dev.ranvier.optim.Schedule;
import dev.ranvier.optim.Snapshot;
import dev.ranvier.optim.WarmUp;
import dev.ranvier.tensor.TensorType;
import dev.ranvier.train.metric.Accuracy;
import dev.ranvier.train.metric.Auc;
import dev.ranvier.train.metric.Evaluation;
import dev.ranvier.train.metric.Metric;
import java.util.List;
import org.junit.jupiter.api.Test;

class SnapshotsTest {
  private static final Dataset DATA = Tables.classes(90);

  private final Model model =
      new Model(TensorType.f32(2), new Sequential(new Dense(8), new Tanh(), new Dense(3)), 1);

  private <T> List<T> taken(Schedule schedule, java.util.function.Function<StepRecord, T> what) {
    Snapshots<T> snapshots = new Snapshots<>(schedule, what);
    new Trainer(model, new SoftmaxCrossEntropy(), new Adam().withLearningRate(0.05))
        .fit(DATA, new Fit(6).withBatch(30).withSchedule(schedule).withListeners(snapshots));
    return snapshots.taken();
  }

  @Test
  void areTakenAtTheEndOfEveryCycle() {
    assertThat(taken(new Snapshot(3), StepRecord::step)).containsExactly(6L, 12L, 18L);
    assertThat(taken(new Snapshot(4), StepRecord::step)).containsExactly(5L, 10L, 15L, 18L);
    assertThat(taken(new CosineRestarts(1).withMultiplier(2), StepRecord::step))
        .as("periods of 1, 2 and 4 epochs, the last cut off")
        .containsExactly(3L, 9L, 18L);
    assertThat(taken(new WarmUp(6, new Snapshot(2)), StepRecord::step)).containsExactly(12L, 18L);
    assertThat(taken(new GrowingBatch(3, 90, 3, new Snapshot(3)), StepRecord::step))
        .as("3 epochs of 3 steps, then 3 of one, in which two cycles end")
        .containsExactly(6L, 10L, 12L);
    assertThat(taken(new ConstantRate(), StepRecord::step)).isEmpty();
  }

  @Test
  void togetherPredictAsAnEnsemble() {
    List<Model> members = taken(new Snapshot(3), step -> model.copy());
    assertThat(members.getLast().parameters().getFirst().value().toFloats())
        .isEqualTo(model.parameters().getFirst().value().toFloats())
        .isNotEqualTo(members.getFirst().parameters().getFirst().value().toFloats());
    Ensemble ensemble = new Ensemble(members.stream().map(SnapshotsTest::session).toList());
    List<Metric> metrics = List.of(new Accuracy(), new Auc());
    Evaluation together = Evaluation.of(ensemble::predict, DATA, 25, metrics);
    assertThat(together.metric("accuracy")).as("chance is a third").isGreaterThan(0.45);
    assertThat(together.confusion().orElseThrow().errors())
        .isEqualTo(Math.round(90 * (1 - together.metric("accuracy"))));
    Model last = members.getLast();
    assertThat(Evaluation.of(session(last)::predict, DATA, 25, metrics).metric("accuracy"))
        .isEqualTo(
            new Predictor(last)
                .evaluate(DATA, new Batching(90), new SoftmaxCrossEntropy(), metrics)
                .metric("accuracy"));
  }

  private static InferenceSession session(Model member) {
    return new InferenceSession(
        member.input(), x -> new SoftmaxOp().apply(member.apply(x)), Engines.standard());
  }
}
