package dev.ranvier.cli.experiment;

import dev.ranvier.catalog.Place;
import dev.ranvier.data.Dataset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Sizes that an experiment file leaves to the data, with {@code auto} in place of a number: {@code
 * dense: auto} has a unit for each class, or for each number of a target, {@code embedding:
 * {tokens: auto}} a vector for each token.
 */
final class AutoSizes {
  private static final String AUTO = "auto";
  private static final String TOKENS = "tokens";
  private static final Set<String> OUTPUTS = Set.of("dense", "units");

  private final Supplier<Dataset> data;
  private Dataset loaded;

  /** The data are loaded when the first size is asked for. */
  AutoSizes(Supplier<Dataset> data) {
    this.data = data;
  }

  /**
   * Puts numbers in a tree of layers.
   *
   * @throws IllegalArgumentException where no number is known
   */
  void resolve(Object tree, Place place) {
    if (tree instanceof List<?> list) {
      for (int i = 0; i < list.size(); i++) {
        resolve(list.get(i), place.index(i));
      }
    } else if (tree instanceof Map<?, ?>) {
      @SuppressWarnings("unchecked") // an experiment's maps have texts as keys
      Map<String, Object> map = (Map<String, Object>) tree;
      map.replaceAll(
          (key, value) -> {
            Place here = place.key(key);
            if (AUTO.equals(value) && (key.equals(TOKENS) || OUTPUTS.contains(key))) {
              return size(key, here);
            }
            resolve(value, here);
            return value;
          });
    }
  }

  private int size(String key, Place place) {
    if (loaded == null) {
      loaded = data.get();
    }
    if (key.equals(TOKENS)) {
      if (loaded.tokenCount() == 0) {
        throw place.error("the data have no tokens to count, so auto has no number; give one");
      }
      return loaded.tokenCount();
    }
    if (loaded.targetColumns().stream().anyMatch(column -> !column.classNames().isEmpty())) {
      throw place.error("the data have several targets, so auto has no single number; give one");
    }
    return loaded.classCount() > 0
        ? loaded.classCount()
        : Math.toIntExact(loaded.targetType().shape().elements());
  }
}
