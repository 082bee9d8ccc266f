package dev.ranvier.cli.experiment;

import dev.ranvier.catalog.Json;
import dev.ranvier.catalog.Place;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The experiments that come with the program.
 *
 * <p>They are kept as JSON, which is YAML too: reading it starts much faster.
 */
public final class Presets {
  private static final Map<String, String> DESCRIPTIONS = descriptions();

  private Presets() {}

  private static Map<String, String> descriptions() {
    Map<String, String> lines = new LinkedHashMap<>();
    lines.put("char-lstm", "an LSTM that learns to write from a text");
    lines.put("char-transformer", "a small GPT that learns to write from a text");
    lines.put("cifar10-resnet", "a small residual network on photographs of 10 kinds");
    lines.put("digits", "a small LeNet on digits that the program draws");
    lines.put("fashion-mnist", "a LeNet on clothes, 10 epochs");
    lines.put("mnist", "dense layers on handwritten digits, 10 epochs");
    lines.put("mnist-fast", "a small LeNet, test accuracy 0.99 within ten seconds");
    lines.put("mnist-lenet", "a LeNet on handwritten digits, 5 epochs");
    lines.put("mnist-lstm", "an LSTM that reads digits row by row");
    return lines;
  }

  /** Their names in order. */
  public static List<String> names() {
    return List.copyOf(DESCRIPTIONS.keySet());
  }

  /** What they are, in a line each, by name. */
  public static Map<String, String> described() {
    return DESCRIPTIONS;
  }

  /** What {@code ranvier train --help} tells of them: a line each, and where their files are. */
  public static String help() {
    StringBuilder text = new StringBuilder("\nPresets:\n");
    DESCRIPTIONS.forEach((name, line) -> text.append(String.format("  %-17s %s%n", name, line)));
    return text
        + """

        Their files go in the folder that --data names:
          digits            none; the program draws them
          mnist, mnist-*    train-images-idx3-ubyte.gz and the three files beside it,
                            https://ossci-datasets.s3.amazonaws.com/mnist
          fashion-mnist     four files of the same names,
                            https://github.com/zalandoresearch/fashion-mnist
          cifar10-resnet    the binary version, data_batch_1.bin and so on,
                            https://www.cs.toronto.edu/~kriz/cifar.html
          char-*            one text in UTF-8, *.txt, such as Tiny Shakespeare,
                            https://github.com/karpathy/char-rnn
        """;
  }

  /** Their names, for shells that complete words. */
  public record Names() implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return names().iterator();
    }
  }

  /** The tree of a preset. */
  static Object tree(String name) {
    try (InputStream file = Presets.class.getResourceAsStream(name + ".json")) {
      String text = new String(file.readAllBytes(), StandardCharsets.UTF_8);
      return Json.read(text, Place.of("preset " + name));
    } catch (IOException e) {
      throw new UncheckedIOException(e); // a resource of this program
    }
  }
}
