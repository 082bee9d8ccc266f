package dev.ranvier.catalog;

import dev.ranvier.graph.KebabCase;
import dev.ranvier.nn.conv.PaddingRule;
import dev.ranvier.op.Padding;
import dev.ranvier.op.Pair;
import dev.ranvier.op.Triple;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The types that settings have, and how trees of maps, lists and scalars stand for their values.
 */
final class Values {
  private Values() {}

  /**
   * The value that a tree stands for.
   *
   * @throws IllegalArgumentException naming the place when it stands for none of the type
   */
  static Object read(Catalog catalog, Type type, Object tree, Place place) {
    if (type instanceof ParameterizedType list) {
      return list(catalog, list.getActualTypeArguments()[0], tree, place);
    }
    Class<?> wanted = (Class<?>) type;
    if (wanted == int.class) {
      return Scalars.count(tree, place, Integer.MIN_VALUE);
    } else if (wanted == long.class) {
      return Scalars.whole(tree, place);
    } else if (wanted == double.class) {
      return Scalars.number(tree, place);
    } else if (wanted == boolean.class) {
      return Scalars.flag(tree, place);
    } else if (wanted == String.class) {
      return Scalars.text(tree, place);
    } else if (wanted == Pair.class) {
      return Scalars.pair(tree, place);
    } else if (wanted == Triple.class) {
      return Scalars.triple(tree, place);
    } else if (wanted == Padding.class) {
      return Scalars.cells(tree, place);
    } else if (wanted == PaddingRule.class) {
      return Scalars.padding(tree, place);
    } else if (wanted.isEnum()) {
      return Scalars.constant(wanted, tree, place);
    }
    Optional<Entry> part = part(wanted);
    return part.isPresent()
        ? catalog.readPart(part.get(), tree, place)
        : catalog.read(wanted, tree, place);
  }

  /** The tree that stands for a value of a type. */
  static Object write(Catalog catalog, Object value) {
    return switch (value) {
      case Number number -> number;
      case Boolean flag -> flag;
      case String text -> text;
      case Enum<?> constant -> Scalars.kebab(constant);
      case Pair(int rows, int columns) -> rows == columns ? (Object) rows : List.of(rows, columns);
      case Triple(int depth, int rows, int columns) ->
          value.equals(Triple.of(depth)) ? (Object) depth : List.of(depth, rows, columns);
      case PaddingRule.Same _ -> "same";
      case PaddingRule.Reflect _ -> "reflect";
      case PaddingRule.Explicit explicit when explicit.equals(PaddingRule.VALID) -> "valid";
      case PaddingRule.Explicit(var cells) -> write(catalog, cells);
      case Padding cells when cells.equals(Padding.of(cells.top())) -> cells.top();
      case Padding(int top, int left, int bottom, int right) -> List.of(top, left, bottom, right);
      case List<?> list -> list.stream().map(element -> write(catalog, element)).toList();
      default -> {
        Optional<Entry> part = part(value.getClass());
        yield part.isPresent() ? catalog.settings(part.get(), value) : catalog.describe(value);
      }
    };
  }

  /**
   * A record that implements nothing, so has no role that a name could stand for: it is written by
   * its settings alone, as a {@link dev.ranvier.nn.Task} in its loss.
   */
  static Optional<Entry> part(Class<?> type) {
    return type.isRecord() && type.getInterfaces().length == 0
        ? Optional.of(new Entry(type.asSubclass(Record.class)))
        : Optional.empty();
  }

  /** What a type is called in messages and listings. */
  static String name(Type type) {
    if (type instanceof ParameterizedType list) {
      return "list of " + name(list.getActualTypeArguments()[0]) + "s";
    }
    Class<?> simple = (Class<?>) type;
    if (simple == int.class || simple == Integer.class || simple == long.class) {
      return "whole number";
    } else if (simple == double.class || simple == Double.class) {
      return "number";
    } else if (simple == boolean.class) {
      return "true or false";
    } else if (simple == String.class) {
      return "text";
    } else if (simple == Pair.class) {
      return "whole number or [rows, columns]";
    } else if (simple == Triple.class) {
      return "whole number or [depth, rows, columns]";
    } else if (simple == Padding.class) {
      return "whole number or [top, left, bottom, right]";
    } else if (simple == PaddingRule.class) {
      return "same, valid, reflect, whole number or [top, left, bottom, right]";
    } else if (simple.isEnum()) {
      return String.join(", ", Scalars.constants(simple));
    }
    return words(simple);
  }

  /** A class's name in words: {@code Initializer} is {@code initializer}. */
  static String words(Class<?> type) {
    return KebabCase.of(type).replace('-', ' ');
  }

  /** A tree as an error message shows it. */
  static String show(Object tree) {
    return switch (tree) {
      case null -> "nothing";
      case String text -> "'" + text + "'";
      case Map<?, ?> map -> "keys and values (" + map.keySet() + ")";
      case List<?> list -> "a list of " + list.size();
      default -> tree.toString();
    };
  }

  private static List<Object> list(Catalog catalog, Type element, Object tree, Place place) {
    Type each =
        element == Double.class ? double.class : element == Integer.class ? int.class : element;
    if (!(tree instanceof List<?> list)) {
      return List.of(read(catalog, each, tree, place)); // a single value is a list of one
    }
    Object[] values = new Object[list.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = read(catalog, each, list.get(i), place.index(i));
    }
    return List.of(values);
  }
}
