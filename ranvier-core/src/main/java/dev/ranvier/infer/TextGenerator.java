package dev.ranvier.infer;

import dev.ranvier.tensor.CounterRandom;
import dev.ranvier.tensor.DType;
import dev.ranvier.tensor.Shape;
import dev.ranvier.tensor.Tensor;
import dev.ranvier.tensor.TensorType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/**
 * Writes on where a text ends, by a model that tells for each character of a window the next one.
 *
 * <pre>{@code
 * TrainedModel model = ModelFile.load(Path.of("runs/char-lstm/model"));
 * TextGenerator generator = new TextGenerator(model.session(engine), model.classNames());
 * String text = generator.withTemperature(0.8).withSeed(3).generate("ROMEO:", 500);
 * }</pre>
 *
 * <p>Formula: character c follows with probability pᵢ^(1/T) / Σⱼ pⱼ^(1/T) of the model's
 * probabilities p; T = 0 takes the likeliest, the first of equal ones. The model sees as many of
 * the last characters as its window holds; while there are fewer, the places behind them hold its
 * first character, which a causal or recurrent model does not see. The same start, seed and
 * temperature give the same text. Defaults: T = 1, seed 0. Errors: a model that takes or gives
 * something else, a start that is empty or has characters that the model does not know. Source for
 * T: Ackley, Hinton and Sejnowski, "A learning algorithm for Boltzmann machines", 1985.
 *
 * @param session gives probabilities [batch, window, characters] for characters i32 [batch, window]
 * @param characters the characters that the model knows, by index
 * @param temperature T, at least 0: below 1 likely characters become likelier
 * @param seed chooses the characters
 */
public record TextGenerator(
    InferenceSession session, List<String> characters, double temperature, long seed) {
  private static final int STREAM = 0x7e87;

  /** Draws by the model's own probabilities, with seed 0. */
  public TextGenerator(InferenceSession session, List<String> characters) {
    this(session, characters, 1, 0);
  }

  /** Checks the temperature and what the model takes. */
  public TextGenerator {
    characters = List.copyOf(characters);
    if (!(temperature >= 0) || Double.isInfinite(temperature)) {
      throw new IllegalArgumentException(
          "text: temperature must be at least 0, got " + temperature);
    }
    TensorType input = session.input();
    if (input.dtype() != DType.I32 || input.shape().rank() != 1) {
      throw new IllegalArgumentException(
          "text: the model takes "
              + input
              + ", expected windows of characters, i32[window]; name a model that was trained on"
              + " text");
    }
  }

  /** The same generator with another temperature. */
  public TextGenerator withTemperature(double other) {
    return new TextGenerator(session, characters, other, seed);
  }

  /** The same generator with another seed. */
  public TextGenerator withSeed(long other) {
    return new TextGenerator(session, characters, temperature, other);
  }

  /** So many characters that follow a start, without the start. */
  public String generate(String start, int length) {
    StringBuilder text = new StringBuilder();
    generate(start, length, text::append);
    return text.toString();
  }

  /**
   * Hands over so many characters that follow a start, each as soon as it is chosen.
   *
   * @throws IllegalArgumentException when the start is empty or has unknown characters
   */
  public void generate(String start, int length, Consumer<String> each) {
    if (length < 0) {
      throw new IllegalArgumentException("text: length must be at least 0, got " + length);
    }
    int[] text = Arrays.copyOf(indices(start), (int) start.codePoints().count() + length);
    CounterRandom random = CounterRandom.of(seed, STREAM, 0);
    int window = session.input().shape().size(0);
    Tensor inputs = Tensor.zeros(new TensorType(DType.I32, Shape.of(1, window)));
    for (int end = text.length - length; end < text.length; end++) {
      int first = Math.max(0, end - window);
      for (int i = first; i < end; i++) {
        inputs.setDouble(i - first, text[i]);
      }
      text[end] = next(probabilities(inputs, end - first - 1), random.uniform(end));
      each.accept(characters.get(text[end]));
    }
  }

  private int[] indices(String start) {
    if (start.isEmpty()) {
      throw new IllegalArgumentException(
          "text: the start is empty, but the first character follows it; give at least one, such as"
              + " a line break");
    }
    List<String> unknown = new ArrayList<>();
    int[] indices =
        start
            .codePoints()
            .map(
                code -> {
                  int index = characters.indexOf(Character.toString(code));
                  if (index < 0) {
                    unknown.add(Character.toString(code));
                  }
                  return index;
                })
            .toArray();
    if (!unknown.isEmpty()) {
      throw new IllegalArgumentException(
          "text: the start has characters that the model does not know: '"
              + String.join("', '", unknown.stream().distinct().toList())
              + "'; it knows '"
              + String.join("", characters).replace("\n", "\\n")
              + "'");
    }
    return indices;
  }

  /** What follows a place of the window: for each character its probability. */
  private double[] probabilities(Tensor inputs, int place) {
    Tensor all = session.predict(inputs);
    Shape expected = Shape.of(1, inputs.shape().size(1), characters.size());
    if (!all.shape().equals(expected)) {
      throw new IllegalArgumentException(
          "text: the model gives "
              + all.shape()
              + " for a window, expected "
              + expected
              + ", the probabilities of each of its "
              + characters.size()
              + " characters; name a model that was trained on text");
    }
    double[] probabilities = new double[characters.size()];
    for (int i = 0; i < probabilities.length; i++) {
      probabilities[i] = all.getDouble((long) place * probabilities.length + i);
    }
    return probabilities;
  }

  /** The character whose share of the line from 0 to 1 a number falls into. */
  private int next(double[] probabilities, double number) {
    int likeliest = 0;
    for (int i = 1; i < probabilities.length; i++) {
      likeliest = probabilities[i] > probabilities[likeliest] ? i : likeliest;
    }
    if (temperature == 0) {
      return likeliest;
    }
    double[] shares = new double[probabilities.length];
    double sum = 0;
    for (int i = 0; i < shares.length; i++) {
      // Of the greatest, so that not all become 0 at a low temperature.
      shares[i] = Math.pow(probabilities[i] / probabilities[likeliest], 1 / temperature);
      sum += shares[i];
    }
    double rest = number * sum;
    for (int i = 0; i < shares.length; i++) {
      rest -= shares[i];
      if (rest < 0) {
        return i;
      }
    }
    return likeliest; // rounding left something
  }
}
