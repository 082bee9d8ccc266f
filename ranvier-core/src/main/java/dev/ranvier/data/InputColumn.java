package dev.ranvier.data;

import java.util.List;

/**
 * A column of a table to predict from: a number, or a category that becomes one number for each
 * known one, 1 for its own and 0 for the others.
 *
 * @param name what it is called; its number where the table has no names
 * @param categories the known categories in the order of their numbers; empty for a number
 * @param fill the number that stands for missing ones; none where a cell must not be missing
 */
public record InputColumn(String name, List<String> categories, List<Double> fill) {
  /** A column of numbers, none of which may be missing. */
  public InputColumn(String name) {
    this(name, List.of(), List.of());
  }

  /** Copies the lists. */
  public InputColumn {
    categories = List.copyOf(categories);
    fill = List.copyOf(fill);
    if (fill.size() > 1) {
      throw new IllegalArgumentException(
          "table: column '" + name + "' is filled with one number, got " + fill);
    }
  }

  /** How many numbers of an input it makes. */
  int width() {
    return categories.isEmpty() ? 1 : categories.size();
  }

  InputColumn withFill(List<Double> other) {
    return new InputColumn(name, categories, other);
  }
}
