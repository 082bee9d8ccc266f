package dev.ranvier.golden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ranvier.tensor.Shape;
import dev.ranvier.tensor.Tensor;
import dev.ranvier.train.metric.Accuracy;
import dev.ranvier.train.metric.Auc;
import dev.ranvier.train.metric.Averaging;
import dev.ranvier.train.metric.F1Score;
import dev.ranvier.train.metric.MeanAbsoluteError;
import dev.ranvier.train.metric.MeanSquaredError;
import dev.ranvier.train.metric.Metric;
import dev.ranvier.train.metric.PrecisionScore;
import dev.ranvier.train.metric.R2;
import dev.ranvier.train.metric.RecallScore;
import dev.ranvier.train.metric.RootMeanSquaredError;
import dev.ranvier.train.metric.TopK;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Metrics against their definitions in NumPy, whatever the batches are and wherever counting went
 * on.
 */
final class GoldenMetricsTest {
  private static final List<Metric> METRICS =
      List.of(
          new Accuracy(),
          new TopK(1),
          new TopK(2),
          new PrecisionScore(),
          new PrecisionScore().withAveraging(Averaging.MICRO),
          new PrecisionScore().withAveraging(Averaging.WEIGHTED),
          new PrecisionScore().withClassIndex(1),
          new RecallScore(),
          new RecallScore().withAveraging(Averaging.MICRO),
          new RecallScore().withAveraging(Averaging.WEIGHTED),
          new RecallScore().withClassIndex(1),
          new F1Score(),
          new F1Score().withAveraging(Averaging.MICRO),
          new F1Score().withAveraging(Averaging.WEIGHTED),
          new F1Score().withClassIndex(1),
          new Auc(),
          new MeanAbsoluteError(),
          new MeanSquaredError(),
          new RootMeanSquaredError(),
          new R2());

  static List<GoldenCase> cases() {
    return GoldenCase.of("metrics");
  }

  @ParameterizedTest
  @MethodSource("cases")
  void everyMetricOfACaseAgrees(GoldenCase golden) {
    Tensor predictions = golden.tensor("predictions");
    Tensor targets = golden.tensor("targets");
    List<String> names =
        golden.tensors().keySet().stream()
            .filter(name -> !name.equals("predictions") && !name.equals("targets"))
            .toList();
    assertThat(METRICS.stream().map(Metric::name)).containsAll(names);
    for (Metric metric : METRICS) {
      if (names.contains(metric.name())) {
        metric.requireFitting(predictions.type(), targets.type());
        double expected = golden.get(metric.name()).data()[0];
        for (int batch : List.of(1, 7, predictions.shape().size(0))) {
          Metric.Tally tally = metric.start();
          for (int from = 0; from < predictions.shape().size(0); from += batch) {
            double[] counted = tally.counted();
            tally = metric.start();
            tally.restore(counted);
            tally.add(rows(predictions, from, batch), rows(targets, from, batch));
          }
          assertThat(tally.value())
              .as("%s in batches of %d", metric.name(), batch)
              .isCloseTo(expected, within(1e-12 * Math.max(1, Math.abs(expected))));
        }
      }
    }
  }

  private static Tensor rows(Tensor all, int from, int most) {
    int count = Math.min(most, all.shape().size(0) - from);
    int width = (int) (all.shape().elements() / all.shape().size(0));
    float[] values = new float[count * width];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) all.getDouble((long) from * width + i);
    }
    Shape shape = all.shape().with(0, count);
    return Tensor.of(shape, values);
  }
}
