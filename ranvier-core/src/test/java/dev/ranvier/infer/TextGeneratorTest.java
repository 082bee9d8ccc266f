package dev.ranvier.infer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.ranvier.data.Scale;
import dev.ranvier.data.source.TextDataset;
import dev.ranvier.exec.Engines;
import dev.ranvier.nn.Layer;
import dev.ranvier.nn.Model;
import dev.ranvier.nn.attention.Embedding;
import dev.ranvier.nn.initializer.FromArray;
import dev.ranvier.nn.layer.Dense;
import dev.ranvier.nn.layer.Sequential;
import dev.ranvier.nn.loss.SoftmaxCrossEntropy;
import dev.ranvier.nn.recurrent.Lstm;
import dev.ranvier.optim.Adam;
import dev.ranvier.tensor.TensorType;
import dev.ranvier.train.Fit;
import dev.ranvier.train.Trainer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TextGeneratorTest {
  private static final int WINDOW = 6;
  private static final List<String> CHARACTERS = List.of("a", "b", "c");

  /** After any character a, b and c with probabilities 0.5, 0.3 and 0.2. */
  private static TextGenerator independent() {
    List<Double> row = List.of(Math.log(0.5), Math.log(0.3), Math.log(0.2));
    List<Double> rows = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      rows.addAll(row);
    }
    return generator(new Embedding(3, 3).withWeights(new FromArray(rows)));
  }

  private static TextGenerator generator(Layer layer) {
    return generator(new Model(TensorType.i32(WINDOW), layer, 1));
  }

  private static TextGenerator generator(Model model) {
    TrainedModel trained =
        new TrainedModel(model, new SoftmaxCrossEntropy(), new Scale(1), CHARACTERS);
    return new TextGenerator(trained.session(Engines.standard()), CHARACTERS);
  }

  @Test
  void charactersAreAsFrequentAsTheTemperatureSays() {
    int length = 3000;
    for (double temperature : new double[] {0.5, 1, 2}) {
      double[] shares = {0.5, 0.3, 0.2};
      double sum = 0;
      for (int i = 0; i < 3; i++) {
        shares[i] = Math.pow(shares[i], 1 / temperature);
        sum += shares[i];
      }
      String text = independent().withTemperature(temperature).generate("a", length);
      for (int i = 0; i < 3; i++) {
        String character = CHARACTERS.get(i);
        double share = (double) text.chars().filter(c -> c == character.charAt(0)).count() / length;
        assertThat(share)
            .as("%s at %s", character, temperature)
            .isCloseTo(shares[i] / sum, within(0.03));
      }
    }
  }

  @Test
  void theSeedChoosesTheText() {
    TextGenerator generator = independent();
    String text = generator.generate("abc", 40);
    assertThat(text).hasSize(40).isEqualTo(generator.generate("abc", 40));
    assertThat(generator.generate("abc", 20)).isEqualTo(text.substring(0, 20));
    assertThat(generator.withSeed(2).generate("abc", 40)).isNotEqualTo(text);
    assertThat(generator.withTemperature(0).generate("abc", 5)).isEqualTo("aaaaa");
    assertThat(generator.withTemperature(1e-6).generate("abc", 5)).isEqualTo("aaaaa");
    assertThat(generator.generate("abc", 0)).isEmpty();
  }

  @Test
  void aTrainedModelGoesOnWithItsTextBeyondItsWindow() {
    Layer layer =
        new Sequential(new Embedding(3, 4), new Lstm(16).withReturnSequences(true), new Dense(3));
    Model model = new Model(TensorType.i32(WINDOW), layer, 1);
    // What follows an a depends on the character before it.
    int[] text = new int[400];
    for (int i = 0; i < text.length; i++) {
      text[i] = "abac".charAt(i % 4) - 'a';
    }
    new Trainer(model, new SoftmaxCrossEntropy(), new Adam().withLearningRate(0.02))
        .fit(new TextDataset(text, CHARACTERS, WINDOW, 1), new Fit(6).withBatch(16));
    TextGenerator generator = generator(model).withTemperature(0);
    assertThat(generator.generate("ab", 18)).isEqualTo("acabacabacabacabac");
    List<String> each = new ArrayList<>();
    generator.generate("abacabacaba", 3, each::add);
    assertThat(each).containsExactly("c", "a", "b");
  }

  @Test
  void mistakesAreNamed() {
    TextGenerator generator = independent();
    assertThatThrownBy(() -> generator.generate("", 3))
        .hasMessage(
            "text: the start is empty, but the first character follows it; give at least one, such"
                + " as a line break");
    assertThatThrownBy(() -> generator.generate("axbyx", 3))
        .hasMessage(
            "text: the start has characters that the model does not know: 'x', 'y'; it knows 'abc'");
    assertThatThrownBy(() -> generator.generate("a", -1))
        .hasMessage("text: length must be at least 0, got -1");
    assertThatThrownBy(() -> generator.withTemperature(-0.5))
        .hasMessage("text: temperature must be at least 0, got -0.5");
    Model features = new Model(TensorType.f32(4), new Dense(3), 1);
    assertThatThrownBy(() -> new TextGenerator(new InferenceSession(features), CHARACTERS))
        .hasMessage(
            "text: the model takes f32[4], expected windows of characters, i32[window]; name a model"
                + " that was trained on text");
    Layer classifier = new Sequential(new Embedding(3, 4), new Lstm(2), new Dense(3));
    assertThatThrownBy(() -> generator(classifier).generate("a", 1))
        .hasMessage(
            "text: the model gives [1,3] for a window, expected [1,6,3], the probabilities of each of"
                + " its 3 characters; name a model that was trained on text");
  }
}
