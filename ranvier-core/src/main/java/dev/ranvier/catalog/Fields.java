package dev.ranvier.catalog;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A map read from a document, with its place for error messages. A key whose value is null counts
 * as absent.
 *
 * @param place where the map stands
 * @param values what it holds
 */
public record Fields(Place place, Map<String, Object> values) {
  /**
   * The map that a tree is.
   *
   * @throws IllegalArgumentException when it is none
   */
  public static Fields of(Object tree, Place place) {
    if (!(tree instanceof Map<?, ?> map)) {
      throw place.error("expected keys and values, got " + Values.show(tree));
    }
    Map<String, Object> values = new LinkedHashMap<>();
    map.forEach((key, value) -> values.put(String.valueOf(key), value));
    return new Fields(place, values);
  }

  /**
   * This map if it has no other keys than the allowed ones.
   *
   * @throws IllegalArgumentException naming the unknown key, the allowed ones and the nearest
   */
  public Fields allowing(Collection<String> allowed) {
    for (String key : values.keySet()) {
      if (!allowed.contains(key)) {
        String remedy =
            allowed.isEmpty() ? "it takes none" : "allowed are " + String.join(", ", allowed);
        throw place.error("unknown key '" + key + "'; " + remedy + NearestMatch.hint(key, allowed));
      }
    }
    return this;
  }

  /** This map if it has no other keys than the allowed ones. */
  public Fields allowing(String... allowed) {
    return allowing(List.of(allowed));
  }

  /** What stands under a key. */
  public Optional<Object> get(String key) {
    return Optional.ofNullable(values.get(key));
  }

  /**
   * What stands under a key.
   *
   * @throws IllegalArgumentException when the key is absent
   */
  public Object need(String key) {
    return get(key)
        .orElseThrow(
            () ->
                place.error(
                    "needs the key '"
                        + key
                        + "'"
                        + (values.isEmpty()
                            ? ""
                            : ", got only " + String.join(", ", values.keySet()))));
  }

  /** The map under a key, empty if the key is absent. */
  public Fields fields(String key) {
    return get(key)
        .map(tree -> of(tree, place.key(key)))
        .orElseGet(() -> new Fields(place.key(key), Map.of()));
  }

  /** The elements of the list under a key; none if the key is absent. */
  public List<Object> list(String key) {
    Object tree = get(key).orElse(List.of());
    if (!(tree instanceof List<?> list)) {
      throw place.key(key).error("expected a list, got " + Values.show(tree));
    }
    return new ArrayList<>(list);
  }

  /** The text under a key. */
  public Optional<String> text(String key) {
    return get(key).map(tree -> Scalars.text(tree, place.key(key)));
  }

  /** The number under a key. */
  public Optional<Double> number(String key) {
    return get(key).map(tree -> Scalars.number(tree, place.key(key)));
  }

  /** The truth value under a key. */
  public Optional<Boolean> flag(String key) {
    return get(key).map(tree -> Scalars.flag(tree, place.key(key)));
  }

  /** The whole number under a key. */
  public Optional<Long> whole(String key) {
    return get(key).map(tree -> Scalars.whole(tree, place.key(key)));
  }

  /**
   * The count under a key.
   *
   * @throws IllegalArgumentException when it is below the least allowed
   */
  public Optional<Integer> count(String key, int least) {
    return get(key).map(tree -> Scalars.count(tree, place.key(key), least));
  }
}
