package dev.ranvier.catalog;

import dev.ranvier.nn.Constrained;
import dev.ranvier.nn.Constraint;
import dev.ranvier.nn.Layer;
import dev.ranvier.nn.Named;
import dev.ranvier.nn.Regularized;
import dev.ranvier.nn.Regularizer;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The keys that every layer may have beside its settings: in Java they are records around the
 * layer, in documents keys inside it.
 */
final class LayerKeys {
  private static final String NAME = "name";
  private static final String REGULARIZER = "regularizer";
  private static final String CONSTRAINT = "constraint";

  /** All of them. */
  static final List<String> ALL = List.of(NAME, REGULARIZER, CONSTRAINT);

  /** What the keys stand for: records that documents do not name. */
  static final Set<Class<?>> RECORDS = Set.of(Named.class, Regularized.class, Constrained.class);

  private LayerKeys() {}

  /** The layer with what the keys say around it. */
  static Layer wrap(Catalog catalog, Layer layer, Fields fields) {
    Place place = fields.place();
    Layer wrapped = layer;
    if (fields.get(REGULARIZER).isPresent()) {
      wrapped =
          wrapped.regularized(
              catalog.read(Regularizer.class, fields.need(REGULARIZER), place.key(REGULARIZER)));
    }
    if (fields.get(CONSTRAINT).isPresent()) {
      wrapped =
          wrapped.constrained(
              catalog.read(Constraint.class, fields.need(CONSTRAINT), place.key(CONSTRAINT)));
    }
    if (fields.get(NAME).isPresent()) {
      try {
        wrapped = wrapped.named(fields.text(NAME).orElseThrow());
      } catch (IllegalArgumentException e) {
        throw place.key(NAME).error(e.getMessage(), e);
      }
    }
    return wrapped;
  }

  /**
   * The layer inside, its keys put into a map.
   *
   * @throws IllegalArgumentException when one key would need two values
   */
  static Layer unwrap(Catalog catalog, Layer layer, Map<String, Object> keys) {
    return switch (layer) {
      case Named(String name, Layer inner) -> {
        // Of two names the outer one counts.
        keys.putIfAbsent(NAME, name);
        yield unwrap(catalog, inner, keys);
      }
      case Regularized(Layer inner, Regularizer regularizer) -> {
        put(keys, REGULARIZER, catalog.describe(regularizer));
        yield unwrap(catalog, inner, keys);
      }
      case Constrained(Layer inner, Constraint constraint) -> {
        put(keys, CONSTRAINT, catalog.describe(constraint));
        yield unwrap(catalog, inner, keys);
      }
      default -> layer;
    };
  }

  private static void put(Map<String, Object> keys, String key, Object value) {
    if (keys.putIfAbsent(key, value) != null) {
      throw new IllegalArgumentException(
          "catalog: a layer has the "
              + key
              + "s "
              + value
              + " and "
              + keys.get(key)
              + ", of which only one can be written down; join them in one");
    }
  }
}
