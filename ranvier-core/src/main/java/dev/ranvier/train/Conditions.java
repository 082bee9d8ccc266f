package dev.ranvier.train;

import dev.ranvier.checkpoint.Checkpoint;
import dev.ranvier.data.Batching;
import dev.ranvier.data.Dataset;
import dev.ranvier.nn.Loss;
import dev.ranvier.nn.Model;
import dev.ranvier.optim.Optimizer;
import dev.ranvier.tensor.Tensor;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import java.util.function.Supplier;
import java.util.zip.CRC32C;

/**
 * What has to be as it was for training to go on as if it had never ended, as texts: a checkpoint
 * holds them, and going on compares them.
 */
final class Conditions {
  /** So many examples stand for all: reading every one could take minutes. */
  private static final int EXAMPLES_READ = 100;

  /** How much of a long text is shown from where it differs. */
  private static final int SHOWN = 60;

  private Conditions() {}

  /** The model, the loss and the optimizer. */
  static Map<String, String> of(Model model, Loss loss, Optimizer optimizer) {
    Map<String, String> texts = new LinkedHashMap<>();
    texts.put("model", text(model.layer()));
    texts.put("seed", Long.toString(model.seed()));
    texts.put("loss", text(loss));
    texts.put("optimizer", text(optimizer));
    return texts;
  }

  /**
   * The examples and how they are cut into batches. Examples are read when the texts are first
   * asked for: the first step is not to wait for them.
   */
  static Supplier<Map<String, String>> of(Dataset data, Batching batching) {
    return new Supplier<>() {
      private final Map<String, String> texts = new LinkedHashMap<>();

      @Override
      public Map<String, String> get() {
        if (texts.isEmpty()) {
          texts.put("data", text(data));
          texts.put("batching", text(batching));
        }
        return texts;
      }
    };
  }

  /**
   * Checks that a checkpoint was made under some conditions.
   *
   * @throws IllegalArgumentException naming all that differs
   */
  static void require(Checkpoint checkpoint, Map<String, String> texts) {
    require(checkpoint, texts, Map.of());
  }

  /**
   * Checks that a checkpoint was made under some conditions, and holds values for some tensors.
   *
   * @throws IllegalArgumentException naming all that differs
   */
  static void require(
      Checkpoint checkpoint, Map<String, String> texts, Map<String, Tensor> tensors) {
    StringJoiner differences = new StringJoiner("; ");
    texts.forEach(
        (name, now) -> {
          String then = checkpoint.texts().getOrDefault(name, now);
          if (!then.equals(now)) {
            int from = Math.max(0, mismatch(then, now) - SHOWN / 3);
            differences.add(name + " was " + part(then, from) + ", is " + part(now, from));
          }
        });
    tensors.forEach(
        (name, now) -> {
          Tensor then = checkpoint.tensors().get(name);
          if (then == null || !then.type().equals(now.type())) {
            differences.add(
                "'"
                    + name
                    + "' was "
                    + (then == null ? "not there" : then.type())
                    + ", is "
                    + now.type());
          }
        });
    checkpoint
        .tensors()
        .forEach(
            (name, then) -> {
              if (!tensors.isEmpty() && TrainingState.isNamed(name) && !tensors.containsKey(name)) {
                differences.add("'" + name + "' was " + then.type() + ", is not there");
              }
            });
    if (differences.length() > 0) {
      throw new IllegalArgumentException(
          "checkpoint: is of another training: "
              + differences
              + "; go on with what it was made with, or train anew");
    }
  }

  /** What a record says of itself; of objects without a text of their own, the class. */
  private static String text(Object described) {
    return described.toString().replaceAll("@[0-9a-f]+\\b", "");
  }

  private static String text(Dataset data) {
    float[] input = new float[data.inputType().shape().elementCount()];
    float[] target = new float[data.targetType().shape().elementCount()];
    CRC32C sum = new CRC32C();
    int read = Math.min(data.size(), EXAMPLES_READ);
    for (int i = 0; i < read; i++) {
      int index = (int) ((long) i * data.size() / read);
      data.copyInput(index, input, 0);
      data.copyTarget(index, target, 0);
      update(sum, input);
      update(sum, target);
      if (data.weighted()) {
        update(sum, new float[] {data.weight(index)});
      }
    }
    return String.format(
        Locale.ROOT,
        "%d examples of %s and %s with %schecksum %08x",
        data.size(),
        data.inputType(),
        data.targetType(),
        data.weighted() ? "weights and " : "",
        sum.getValue());
  }

  private static void update(CRC32C sum, float[] values) {
    ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES);
    bytes.asFloatBuffer().put(values);
    sum.update(bytes);
  }

  private static int mismatch(String one, String other) {
    int i = 0;
    while (i < Math.min(one.length(), other.length()) && one.charAt(i) == other.charAt(i)) {
      i++;
    }
    return i;
  }

  private static String part(String text, int from) {
    int end = Math.min(text.length(), from + SHOWN);
    return (from > 0 ? "…" : "")
        + text.substring(Math.min(from, end), end)
        + (end < text.length() ? "…" : "");
  }
}
