package dev.ranvier.catalog;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What is said of the catalogue's entries and of the networks of {@code zoo}, read from what {@link
 * JavadocIndexer} wrote while Ranvier was built.
 */
public final class Descriptions {
  /** What the build writes, a resource beside this class. */
  static final String FILE = "descriptions";

  private static final String SUMMARY = "summary";
  private static final String FORMULA = "formula";

  private final Map<String, Map<String, String>> texts = new LinkedHashMap<>();

  /**
   * Reads all.
   *
   * @throws IllegalStateException when the build left none
   */
  public Descriptions() {
    try (InputStream file = Descriptions.class.getResourceAsStream(FILE)) {
      if (file == null) {
        throw new IllegalStateException(
            "catalog: the texts on its entries are missing, expected them in dev/ranvier/catalog/"
                + FILE
                + "; the Maven build writes them: build with ./dev build");
      }
      String all = new String(file.readAllBytes(), StandardCharsets.UTF_8);
      for (String line : all.split("\n")) {
        String[] parts = line.split("\t", 3);
        texts.computeIfAbsent(parts[0], name -> new LinkedHashMap<>()).put(parts[1], parts[2]);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("catalog: cannot read " + FILE, e);
    }
  }

  /** What is said of an entry; nothing of a user's own. */
  public Description of(Entry entry) {
    return of(entry.type().getName());
  }

  private Description of(String name) {
    Map<String, String> found = texts.get(name);
    if (found == null) {
      return Description.NONE;
    }
    Map<String, String> parameters = new LinkedHashMap<>();
    found.forEach(
        (key, text) -> {
          if (key.startsWith("@")) {
            parameters.put(key.substring(1), text);
          }
        });
    return new Description(
        found.getOrDefault(SUMMARY, ""), found.getOrDefault(FORMULA, ""), parameters);
  }

  /**
   * The networks of {@code zoo}: name, aliases, class and parameters, as {@link Catalog#listing}.
   */
  public List<Map<String, Object>> networks() {
    return networkNames().map(this::network).toList();
  }

  /** What is said of a network; empty where there is none of that name. */
  public Optional<Description> ofNetwork(String name) {
    return networkNames().filter(each -> shortName(each).equals(name)).findFirst().map(this::of);
  }

  private Stream<String> networkNames() {
    return texts.keySet().stream().filter(name -> name.contains("#"));
  }

  /** For example {@code ResNet.small18}, as Java calls it. */
  private static String shortName(String name) {
    return name.substring(name.lastIndexOf('.') + 1).replace('#', '.');
  }

  private Map<String, Object> network(String name) {
    String type = name.substring(0, name.indexOf('#'));
    List<Object> parameters = new ArrayList<>();
    Method method = method(type, name.substring(name.indexOf('#') + 1));
    Arrays.stream(method.getParameters())
        .forEach(
            each -> {
              Map<String, Object> parameter = new LinkedHashMap<>();
              parameter.put("name", each.getName());
              parameter.put("type", Values.name(each.getParameterizedType()));
              parameter.put("required", true);
              parameters.add(parameter);
            });
    Map<String, Object> listing = new LinkedHashMap<>();
    listing.put("name", shortName(name));
    listing.put("aliases", List.of());
    listing.put("class", type);
    listing.put("parameters", parameters);
    return listing;
  }

  private static Method method(String type, String name) {
    try {
      return Arrays.stream(Class.forName(type).getMethods())
          .filter(method -> method.getName().equals(name))
          .findFirst()
          .orElseThrow();
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException("catalog: " + FILE + " lists " + type + ", which is gone", e);
    }
  }
}
