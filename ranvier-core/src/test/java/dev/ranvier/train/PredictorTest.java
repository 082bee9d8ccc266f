package dev.ranvier.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ranvier.data.Batching;
import dev.ranvier.data.Dataset;
import dev.ranvier.nn.Model;
import dev.ranvier.nn.activation.Linear;
import dev.ranvier.nn.loss.BinaryCrossEntropy;
import dev.ranvier.tensor.TensorType;
import dev.ranvier.train.metric.Accuracy;
import dev.ranvier.train.metric.Evaluation;
import java.util.List;
import org.junit.jupiter.api.Test;

final class PredictorTest {
  /** A logit of 0.2 is a probability of 0.55: class 1, though 0.2 is below a half. */
  @Test
  void theConfusionMatrixOfASingleLogitIsOfProbabilities() {
    Model model = new Model(TensorType.f32(1), new Linear(), 1);
    Evaluation evaluation =
        new Predictor(model)
            .evaluate(
                new Logits(-0.3f, 0.2f, 0.2f, 3),
                new Batching(4),
                new BinaryCrossEntropy(),
                List.of(new Accuracy()));
    assertThat(evaluation.metric("accuracy")).isEqualTo(0.75);
    assertThat(evaluation.confusion().orElseThrow().counts())
        .isEqualTo(new long[][] {{1, 1}, {0, 2}});
  }

  /** Inputs that are logits; the first half is of class 0. */
  private record Logits(float... values) implements Dataset {
    @Override
    public int size() {
      return values.length;
    }

    @Override
    public TensorType inputType() {
      return TensorType.f32(1);
    }

    @Override
    public TensorType targetType() {
      return TensorType.f32(1);
    }

    @Override
    public List<String> classNames() {
      return List.of("no", "yes");
    }

    @Override
    public void copyInput(int index, float[] destination, int offset) {
      destination[offset] = values[index];
    }

    @Override
    public void copyTarget(int index, float[] destination, int offset) {
      destination[offset] = index < values.length / 2 ? 0 : 1;
    }
  }
}
