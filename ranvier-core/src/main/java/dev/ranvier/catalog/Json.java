package dev.ranvier.catalog;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * JSON as trees: objects are maps that keep their order, arrays lists, the rest texts, numbers
 * ({@link Integer}, {@link Long}, {@link java.math.BigInteger} or {@link Double}), booleans and
 * null.
 */
public final class Json {
  /** What a crafted file may nest without overflowing the stack of who reads the tree. */
  private static final int DEEPEST = 200;

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(DEEPEST).build())
          .build();

  private Json() {}

  /**
   * The tree that a text is.
   *
   * @param text one JSON value
   * @param place where the text is from, for error messages
   * @throws IllegalArgumentException with the line and column where it is no JSON
   */
  public static Object read(String text, Place place) {
    try (JsonParser parser = FACTORY.createParser(text)) {
      return read(parser, place);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // reading a text does not
    }
  }

  /**
   * The tree of the only value that a parser gives, whatever the format it reads.
   *
   * @throws IllegalArgumentException with the line and column of a mistake
   */
  public static Object read(JsonParser parser, Place place) {
    try {
      if (parser.nextToken() == null) {
        throw place.error("is empty, expected keys and values");
      }
      Object tree = value(parser);
      if (parser.nextToken() != null) {
        throw place.error("has more than one value; the second begins at " + position(parser));
      }
      return tree;
    } catch (JsonProcessingException e) {
      String where =
          e.getLocation() == null
              ? ""
              : "line "
                  + e.getLocation().getLineNr()
                  + ", column "
                  + e.getLocation().getColumnNr()
                  + ": ";
      throw place.error(
          where + e.getOriginalMessage().lines().findFirst().orElse("not readable"), e);
    } catch (IOException e) {
      throw place.error("cannot be read (" + e.getMessage() + ")", e);
    }
  }

  /** A tree on one line. */
  public static String line(Object tree) {
    return write(tree, false);
  }

  /** A tree over several lines, for people to read too; ends with a line break. */
  public static String pretty(Object tree) {
    return write(tree, true) + "\n";
  }

  private static String write(Object tree, boolean pretty) {
    StringWriter text = new StringWriter();
    try (JsonGenerator generator = FACTORY.createGenerator(text)) {
      if (pretty) {
        DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
        generator.setPrettyPrinter(new DefaultPrettyPrinter().withObjectIndenter(indenter));
      }
      write(generator, tree);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // writing a text does not
    }
    return text.toString();
  }

  private static void write(JsonGenerator generator, Object tree) throws IOException {
    switch (tree) {
      case null -> generator.writeNull();
      case Map<?, ?> map -> {
        generator.writeStartObject();
        for (Map.Entry<?, ?> entry : map.entrySet()) {
          generator.writeFieldName(String.valueOf(entry.getKey()));
          write(generator, entry.getValue());
        }
        generator.writeEndObject();
      }
      case Iterable<?> list -> {
        generator.writeStartArray();
        for (Object element : list) {
          write(generator, element);
        }
        generator.writeEndArray();
      }
      case Integer number -> generator.writeNumber(number);
      case Long number -> generator.writeNumber(number);
      case java.math.BigInteger number -> generator.writeNumber(number);
      case Number number -> real(generator, number.doubleValue());
      case Boolean flag -> generator.writeBoolean(flag);
      default -> generator.writeString(tree.toString());
    }
  }

  /** JSON knows no NaN and no infinity: null says that there is no number. */
  private static void real(JsonGenerator generator, double number) throws IOException {
    if (Double.isFinite(number)) {
      generator.writeNumber(number);
    } else {
      generator.writeNull();
    }
  }

  private static Object value(JsonParser parser) throws IOException {
    return switch (parser.currentToken()) {
      case START_OBJECT -> object(parser);
      case START_ARRAY -> array(parser);
      case VALUE_NUMBER_INT -> parser.getNumberValue();
      case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NULL -> null;
      default -> parser.getText();
    };
  }

  private static Map<String, Object> object(JsonParser parser) throws IOException {
    Map<String, Object> map = new LinkedHashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String key = parser.currentName();
      parser.nextToken();
      map.put(key, value(parser));
    }
    return map;
  }

  private static List<Object> array(JsonParser parser) throws IOException {
    List<Object> list = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      list.add(value(parser));
    }
    return list;
  }

  private static String position(JsonParser parser) {
    return "line " + parser.currentTokenLocation().getLineNr();
  }
}
