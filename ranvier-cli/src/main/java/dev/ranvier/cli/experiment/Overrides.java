package dev.ranvier.cli.experiment;

import dev.ranvier.catalog.Place;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Changes of an experiment's tree: {@code train.epochs=3}, {@code model.layers[0].conv.filters=8}.
 */
final class Overrides {
  private static final Pattern PART = Pattern.compile("([^.\\[\\]]+)((?:\\[\\d+])*)");

  private Overrides() {}

  /**
   * Applies {@code path=value}, the value being YAML.
   *
   * @throws IllegalArgumentException when it is not of this form or the path does not fit the tree
   */
  static void apply(Map<String, Object> tree, String assignment) {
    Place place = Place.of("--set " + assignment);
    int equals = assignment.indexOf('=');
    if (equals < 1) {
      throw place.error("expected path=value, for instance --set train.batch=64");
    }
    String text = assignment.substring(equals + 1);
    Object value = text.isBlank() ? null : Yaml.read(text, place);
    set(tree, assignment.substring(0, equals).strip(), value, place);
  }

  /** Puts a value at a path; maps on the way are made where there are none. */
  static void set(Map<String, Object> tree, String path, Object value, Place place) {
    List<Object> steps = steps(path, place);
    Object container = tree;
    for (int i = 0; i < steps.size() - 1; i++) {
      Object next = get(container, steps.get(i), place);
      if (!(next instanceof Map<?, ?>) && !(next instanceof List<?>)) {
        Map<String, Object> made = new LinkedHashMap<>();
        if (steps.get(i + 1).equals(next)) {
          // A name alone stands for a name without settings: adam is {adam: {}}.
          made.put((String) next, new LinkedHashMap<String, Object>());
        }
        next = made;
        put(container, steps.get(i), next, place);
      }
      container = next;
    }
    put(container, steps.getLast(), value, place);
  }

  /** Keys as texts, positions as numbers. */
  private static List<Object> steps(String path, Place place) {
    List<Object> steps = new ArrayList<>();
    for (String part : path.split("\\.", -1)) {
      Matcher matcher = PART.matcher(part);
      if (!matcher.matches()) {
        throw place.error("path '" + path + "' should look like model.layers[0].conv.filters");
      }
      steps.add(matcher.group(1));
      for (String position : matcher.group(2).split("[\\[\\]]+")) {
        if (!position.isEmpty()) {
          steps.add(Integer.valueOf(position));
        }
      }
    }
    return steps;
  }

  private static Object get(Object container, Object step, Place place) {
    if (step instanceof Integer position) {
      List<Object> list = list(container, place);
      return list.get(within(position, list, place));
    }
    return map(container, step, place).get(step);
  }

  private static void put(Object container, Object step, Object value, Place place) {
    if (step instanceof Integer position) {
      List<Object> list = list(container, place);
      list.set(within(position, list, place), value);
    } else {
      map(container, step, place).put((String) step, value);
    }
  }

  private static int within(int position, List<Object> list, Place place) {
    if (position >= list.size()) {
      throw place.error(
          "there is no element [" + position + "], the list has " + list.size() + ", from [0] on");
    }
    return position;
  }

  @SuppressWarnings("unchecked") // trees hold texts as keys
  private static Map<String, Object> map(Object container, Object step, Place place) {
    if (container instanceof Map<?, ?> map) {
      return (Map<String, Object>) map;
    }
    throw place.error(
        "'" + step + "' is a key, but stands in a list; say which element, as in [0]");
  }

  @SuppressWarnings("unchecked") // trees are made of lists of objects
  private static List<Object> list(Object container, Place place) {
    if (container instanceof List<?> list) {
      return (List<Object>) list;
    }
    throw place.error("positions like [0] belong to lists, and this is none");
  }
}
