package dev.ranvier.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.ranvier.data.augment.Shift;
import dev.ranvier.tensor.Shape;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class WeightsTest {
  /** Example i has the input (i, −i) and the weight i. */
  private static Dataset numbered(int size) {
    float[] weights = new float[size];
    for (int i = 0; i < size; i++) {
      weights[i] = i;
    }
    return MadeUpExamples.numbered(size).withWeights(weights);
  }

  private static Dataset labelled(int... labels) {
    float[] inputs = new float[labels.length];
    return TableDataset.classification(Shape.of(1), inputs, labels, List.of("a", "b", "c"));
  }

  private static List<Float> weights(Dataset dataset) {
    return IntStream.range(0, dataset.size()).mapToObj(dataset::weight).toList();
  }

  private static void requireOwnWeights(Batches batches) {
    for (int step = 0; step < 2 * batches.steps(); step++) {
      Batch batch = batches.next();
      assertThat(batch.weights().orElseThrow().shape()).isEqualTo(Shape.of(batch.size()));
      for (int row = 0; row < batch.size(); row++) {
        assertThat(batch.weights().orElseThrow().getDouble(row))
            .isEqualTo(batch.targets().getDouble(row) / 10);
      }
    }
  }

  @Test
  void batchesBringTheWeightsOfTheirExamples() {
    Batching batching = new Batching(4).withShuffle(3);
    try (Batches direct = Batches.direct(numbered(10), batching);
        Batches prefetched = Batches.prefetched(numbered(10), batching)) {
      requireOwnWeights(direct);
      requireOwnWeights(prefetched);
    }
  }

  @Test
  void viewsKeepTheWeights() {
    Dataset all = numbered(10);
    assertThat(weights(all.subset(7, 2, 2))).containsExactly(7f, 2f, 2f);
    assertThat(weights(all.range(3, 5))).containsExactly(3f, 4f);
    DataSplit split = all.split(4, 1);
    for (Dataset part : List.of(split.train(), split.validation())) {
      assertThat(part.weighted()).isTrue();
      for (int i = 0; i < part.size(); i++) {
        assertThat(part.weight(i)).isEqualTo(MadeUpExamples.input(part, i)[0]);
      }
    }
    Dataset normalized = all.normalized(new Scale(2));
    assertThat(normalized.weighted()).isTrue();
    assertThat(weights(normalized)).isEqualTo(weights(all));
  }

  @Test
  void augmentedImagesKeepTheirWeights() {
    Dataset images = MadeUpExamples.images(3).withWeights(1, 2, 3);
    Batching batching = new Batching(3).withAugmentations(new Shift(1));
    try (Batches batches = Batches.direct(images, batching)) {
      assertThat(batches.next().weights().orElseThrow().toFloats()).containsExactly(1, 2, 3);
    }
  }

  @Test
  void laterWeightsReplaceEarlierOnes() {
    assertThat(weights(numbered(3).withWeights(5, 5, 0))).containsExactly(5f, 5f, 0f);
  }

  @Test
  void withoutWeightsEveryExampleCountsOnce() {
    Dataset plain = MadeUpExamples.numbered(3);
    assertThat(plain.weighted()).isFalse();
    assertThat(weights(plain)).containsExactly(1f, 1f, 1f);
    try (Batches batches = Batches.direct(plain, new Batching(2))) {
      assertThat(batches.next().weights()).isEmpty();
    }
  }

  @Test
  void balancedClassesCountTheSame() {
    Dataset training = labelled(0, 0, 0, 1, 0, 2, 1, 0);
    ClassWeights balanced = ClassWeights.balanced(training);
    // n / (K · nₖ): 8 examples, 3 classes of 5, 2 and 1.
    assertThat(balanced.weights()).containsExactly(8 / 15.0, 8 / 6.0, 8 / 3.0);
    Dataset weighted = balanced.of(training);
    double sum = IntStream.range(0, 8).mapToDouble(weighted::weight).sum();
    assertThat(sum).isCloseTo(8, within(1e-6));
    assertThat(weights(balanced.of(labelled(2, 0)))).containsExactly(8 / 3f, 8 / 15f);
  }

  @Test
  void weightsThatMakeNoSenseAreRefused() {
    Dataset three = MadeUpExamples.numbered(3);
    assertThatThrownBy(() -> three.withWeights(1, 2))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "weights: needs one weight an example, 3, got 2; give 1 to those that count as usual");
    String range = "weights: each must be a finite number and at least 0, got ";
    String remedy = "; give 0 to an example that is not to count";
    assertThatThrownBy(() -> three.withWeights(1, -2, 1))
        .hasMessage(range + "-2.0 for example 1" + remedy);
    assertThatThrownBy(() -> three.withWeights(1, 1, Float.NaN))
        .hasMessage(range + "NaN for example 2" + remedy);
    assertThatThrownBy(() -> three.withWeights(Float.POSITIVE_INFINITY, 1, 1))
        .hasMessage(range + "Infinity for example 0" + remedy);
    assertThatThrownBy(() -> three.withWeights(0, 0, 0))
        .hasMessage(
            "weights: all 3 are 0, so that nothing would be learned; give some examples more");
  }

  @Test
  void classesThatCannotBeBalancedAreRefused() {
    assertThatThrownBy(() -> ClassWeights.balanced(labelled(0, 2, 2)))
        .hasMessage(
            "weights: cannot balance classes of which one, 'b', has none of the 3 examples; use"
                + " more examples or weights of your own");
    assertThatThrownBy(() -> ClassWeights.balanced(MadeUpExamples.numbered(3)))
        .hasMessage(
            "weights: weights by class need examples of one class each, got targets of f32[1] that"
                + " are no classes; give every example a weight of its own");
    assertThatThrownBy(() -> new ClassWeights(List.of(1.0, 2.0)).of(labelled(0, 1)))
        .hasMessage(
            "weights: there are 2 weights of classes, the examples have 3 classes; give one weight"
                + " a class");
  }
}
