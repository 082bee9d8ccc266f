package dev.ranvier.catalog;

import java.util.Map;

/**
 * What the documentation says of a record or a network.
 *
 * @param summary what it is, in a sentence or two
 * @param formula what it computes; empty where it has none
 * @param parameters what its parameters are, by their names in Java
 */
public record Description(String summary, String formula, Map<String, String> parameters) {
  /** Of something that is not Ranvier's. */
  static final Description NONE = new Description("", "", Map.of());
}
