package dev.ranvier.cli.experiment;

import dev.ranvier.catalog.Json;
import dev.ranvier.catalog.Place;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The experiments that come with the program.
 *
 * <p>They are kept as JSON, which is YAML too: reading it starts much faster.
 */
public final class Presets {
  private static final List<String> NAMES =
      List.of(
          "char-lstm",
          "char-transformer",
          "cifar10-resnet",
          "digits",
          "fashion-mnist",
          "mnist",
          "mnist-fast",
          "mnist-lenet",
          "mnist-lstm");

  private Presets() {}

  /** Their names in order. */
  public static List<String> names() {
    return NAMES;
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
