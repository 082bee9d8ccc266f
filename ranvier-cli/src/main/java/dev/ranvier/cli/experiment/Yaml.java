package dev.ranvier.cli.experiment;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.ranvier.catalog.Json;
import dev.ranvier.catalog.Place;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.regex.Pattern;

/**
 * YAML as trees.
 *
 * <p>Reading is Jackson's. Writing is done here: a dozen lines, against 0.2 s that the library
 * needs to start, in a run whose first step should come in less than two.
 */
public final class Yaml {
  /** Texts that mean themselves without quotes wherever they stand. */
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z/][A-Za-z0-9_./-]*");

  private static final List<String> NO_TEXTS =
      List.of("true", "false", "null", "yes", "no", "on", "off", "y", "n");

  private Yaml() {}

  /**
   * The tree that a text is.
   *
   * @throws IllegalArgumentException with the line and column where it is no YAML
   */
  public static Object read(String text, Place place) {
    YAMLFactory factory =
        YAMLFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();
    try (JsonParser parser = factory.createParser(text)) {
      return Json.read(parser, place);
    } catch (IOException e) {
      throw place.error("cannot be read (" + e.getMessage() + ")", e);
    }
  }

  /** A tree of maps, lists, texts, numbers and booleans in block style. */
  public static String write(Map<?, ?> tree) {
    StringBuilder text = new StringBuilder();
    block(text, tree, "");
    return text.toString();
  }

  private static void block(StringBuilder text, Map<?, ?> map, String indent) {
    map.forEach(
        (key, value) -> {
          text.append(indent).append(scalar(String.valueOf(key))).append(':');
          below(text, value, indent + "  ");
        });
  }

  private static void below(StringBuilder text, Object value, String indent) {
    if (value instanceof Map<?, ?> map && !map.isEmpty()) {
      text.append('\n');
      block(text, map, indent);
    } else if (value instanceof List<?> list && !list.isEmpty()) {
      text.append('\n');
      for (Object element : list) {
        text.append(indent).append("- ").append(flow(element)).append('\n');
      }
    } else {
      text.append(' ').append(flow(value)).append('\n');
    }
  }

  private static String flow(Object value) {
    StringJoiner joined;
    if (value instanceof Map<?, ?> map) {
      joined = new StringJoiner(", ", "{", "}");
      map.forEach((key, each) -> joined.add(scalar(key) + ": " + flow(each)));
    } else if (value instanceof List<?> list) {
      joined = new StringJoiner(", ", "[", "]");
      list.forEach(each -> joined.add(flow(each)));
    } else {
      return scalar(value);
    }
    return joined.toString();
  }

  private static String scalar(Object value) {
    if (value instanceof String text
        && PLAIN.matcher(text).matches()
        && !NO_TEXTS.contains(text.toLowerCase(java.util.Locale.ROOT))) {
      return text;
    }
    return Json.line(value);
  }
}
