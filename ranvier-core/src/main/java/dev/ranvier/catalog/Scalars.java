package dev.ranvier.catalog;

import dev.ranvier.nn.conv.PaddingRule;
import dev.ranvier.op.Padding;
import dev.ranvier.op.Pair;
import dev.ranvier.op.Triple;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Simple values from trees; every mistake names its place, what was expected and what was found.
 */
final class Scalars {
  private Scalars() {}

  static String text(Object tree, Place place) {
    if (tree instanceof String text) {
      return text;
    }
    if (tree instanceof Integer || tree instanceof Long) {
      return tree.toString(); // columns of a table may be called by numbers
    }
    throw place.error("expected a text, got " + Values.show(tree));
  }

  static double number(Object tree, Place place) {
    if (tree instanceof Number number) {
      return number.doubleValue();
    }
    if (tree instanceof String text) {
      // YAML 1.1, which many readers implement, takes 1e-3 for a text.
      try {
        return Double.parseDouble(text);
      } catch (NumberFormatException e) {
        throw place.error("expected a number, got " + Values.show(tree), e);
      }
    }
    throw place.error("expected a number, got " + Values.show(tree));
  }

  static long whole(Object tree, Place place) {
    if (tree instanceof Integer || tree instanceof Long) {
      return ((Number) tree).longValue();
    }
    if (tree instanceof BigInteger large) {
      throw place.error("expected a whole number of at most 64 bits, got " + large);
    }
    if (tree instanceof Double number && number == Math.rint(number) && Math.abs(number) < 1e15) {
      return number.longValue();
    }
    throw place.error("expected a whole number, got " + Values.show(tree));
  }

  static int count(Object tree, Place place, int least) {
    long value = whole(tree, place);
    if (value < least) {
      throw place.error("must be at least " + least + ", got " + value);
    }
    if (value != (int) value) {
      throw place.error("must be at most " + Integer.MAX_VALUE + ", got " + value);
    }
    return (int) value;
  }

  static boolean flag(Object tree, Place place) {
    if (tree instanceof Boolean flag) {
      return flag;
    }
    throw place.error("expected true or false, got " + Values.show(tree));
  }

  static Pair pair(Object tree, Place place) {
    if (!(tree instanceof List<?> list)) {
      return Pair.of(count(tree, place, 0));
    }
    if (list.size() != 2) {
      throw place.error("expected one whole number or [rows, columns], got " + Values.show(tree));
    }
    return new Pair(count(list.get(0), place.index(0), 0), count(list.get(1), place.index(1), 0));
  }

  static Triple triple(Object tree, Place place) {
    if (!(tree instanceof List<?> list)) {
      return Triple.of(count(tree, place, 0));
    }
    if (list.size() != 3) {
      throw place.error(
          "expected one whole number or [depth, rows, columns], got " + Values.show(tree));
    }
    int[] sizes = counts(list, place);
    return new Triple(sizes[0], sizes[1], sizes[2]);
  }

  static PaddingRule padding(Object tree, Place place) {
    return switch (tree) {
      case String text when text.equals("same") -> PaddingRule.SAME;
      case String text when text.equals("valid") -> PaddingRule.VALID;
      case String text when text.equals("reflect") -> PaddingRule.REFLECT;
      case String text ->
          throw place.error(
              "expected same, valid, reflect or a number of cells, got '"
                  + text
                  + "'"
                  + NearestMatch.hint(text, List.of("same", "valid", "reflect")));
      default -> new PaddingRule.Explicit(cells(tree, place));
    };
  }

  static Padding cells(Object tree, Place place) {
    if (!(tree instanceof List<?> list)) {
      return Padding.of(count(tree, place, 0));
    }
    if (list.size() != 4) {
      throw place.error(
          "expected one whole number or [top, left, bottom, right], got " + Values.show(tree));
    }
    int[] sizes = counts(list, place);
    return new Padding(sizes[0], sizes[1], sizes[2], sizes[3]);
  }

  private static int[] counts(List<?> list, Place place) {
    int[] counts = new int[list.size()];
    for (int i = 0; i < counts.length; i++) {
      counts[i] = count(list.get(i), place.index(i), 0);
    }
    return counts;
  }

  static Object constant(Class<?> type, Object tree, Place place) {
    String text = text(tree, place);
    for (Object constant : type.getEnumConstants()) {
      if (kebab((Enum<?>) constant).equals(text)) {
        return constant;
      }
    }
    List<String> allowed = constants(type);
    throw place.error(
        "expected one of "
            + String.join(", ", allowed)
            + ", got '"
            + text
            + "'"
            + NearestMatch.hint(text, allowed));
  }

  static List<String> constants(Class<?> type) {
    return Arrays.stream(type.getEnumConstants())
        .map(constant -> kebab((Enum<?>) constant))
        .toList();
  }

  static String kebab(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
