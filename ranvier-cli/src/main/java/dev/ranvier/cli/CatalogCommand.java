package dev.ranvier.cli;

import dev.ranvier.catalog.Catalog;
import dev.ranvier.catalog.Description;
import dev.ranvier.catalog.Descriptions;
import dev.ranvier.catalog.Entry;
import dev.ranvier.catalog.Json;
import dev.ranvier.catalog.Kind;
import dev.ranvier.catalog.NearestMatch;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code ranvier catalog}: everything that an experiment file can name. */
@Command(
    name = "catalog",
    description = "List every layer, loss, optimizer, ... or show one with its parameters.",
    mixinStandardHelpOptions = true)
final class CatalogCommand implements Callable<Integer> {
  private static final int WIDTH = 79;

  /** The few that are longer push their sentence to the right. */
  private static final int LABEL = 26;

  @Parameters(
      paramLabel = "<kind | name>",
      arity = "0..1",
      description = "A kind (losses) or an entry (conv2d); all kinds if not given.")
  private String wanted;

  @Mixin private Output output;

  private final Catalog catalog = Catalog.standard();
  private final Descriptions descriptions = new Descriptions();

  /**
   * What there is to show.
   *
   * @param listing name, aliases, class and parameters
   * @param description what is said of it
   */
  private record Item(Map<String, Object> listing, Description description) {
    String name() {
      return (String) listing.get("name");
    }

    List<String> names() {
      List<String> names = new ArrayList<>(List.of(name()));
      ((List<?>) listing.get("aliases")).forEach(alias -> names.add((String) alias));
      return names;
    }
  }

  @Override
  public Integer call() {
    Map<Kind, List<Item>> all = new LinkedHashMap<>();
    for (Kind kind : Kind.values()) {
      if (wanted == null || !isKind(wanted) || kind.title().equals(wanted)) {
        all.put(kind, items(kind));
      }
    }
    if (wanted == null || isKind(wanted)) {
      Map<String, Object> tree = new LinkedHashMap<>();
      all.forEach(
          (kind, items) -> tree.put(kind.title(), items.stream().map(Item::listing).toList()));
      all.forEach(this::show);
      output.text().println("ranvier catalog NAME shows an entry's formula and parameters.");
      output.result(tree);
    } else {
      output.result(one(all));
    }
    return 0;
  }

  private static boolean isKind(String name) {
    return List.of(Kind.values()).stream().anyMatch(kind -> kind.title().equals(name));
  }

  private List<Item> items(Kind kind) {
    if (kind == Kind.ZOO) {
      return descriptions.networks().stream()
          .map(
              each ->
                  new Item(each, descriptions.ofNetwork((String) each.get("name")).orElseThrow()))
          .toList();
    }
    List<Item> items = new ArrayList<>();
    for (Entry entry : catalog.entries(kind)) {
      items.add(new Item(catalog.listing(entry), descriptions.of(entry)));
    }
    return items;
  }

  /** The entries of a name: a word may be one of an activation and of a schedule. */
  private List<Object> one(Map<Kind, List<Item>> all) {
    List<Object> found = new ArrayList<>();
    List<String> names = new ArrayList<>();
    all.forEach(
        (kind, items) -> {
          for (Item item : items) {
            names.addAll(item.names());
            if (item.names().contains(wanted)) {
              if (!found.isEmpty()) {
                output.text().println();
              }
              found.add(tree(kind, item));
              show(kind, item);
            }
          }
        });
    if (found.isEmpty()) {
      names.addAll(all.keySet().stream().map(Kind::title).toList());
      throw new IllegalArgumentException(
          "catalog: there is no kind and no entry '"
              + wanted
              + "'; 'ranvier catalog' lists all"
              + NearestMatch.hint(wanted, names));
    }
    return found;
  }

  private static Map<String, Object> tree(Kind kind, Item item) {
    Map<String, Object> tree = new LinkedHashMap<>(item.listing());
    tree.put("kind", kind.title());
    tree.put("summary", item.description().summary());
    tree.put("formula", item.description().formula());
    return tree;
  }

  /** A line each. */
  private void show(Kind kind, List<Item> items) {
    PrintWriter out = output.text();
    out.println(kind.title());
    int longest = items.stream().mapToInt(item -> label(item).length()).max().orElse(0);
    int width = Math.min(longest, LABEL);
    for (Item item : items) {
      String label = label(item);
      String line =
          "  "
              + label
              + " ".repeat(Math.max(0, width - label.length()) + 2)
              + item.description().summary();
      out.println(line.length() <= WIDTH ? line : cut(line));
    }
    out.println();
  }

  /** Up to the end of a word. */
  private static String cut(String line) {
    String start = line.substring(0, WIDTH - 2);
    return start.substring(0, start.lastIndexOf(' ')).replaceFirst("[,;:.]$", "") + " …";
  }

  private static String label(Item item) {
    return String.join(", ", item.names());
  }

  /** All of one. */
  private void show(Kind kind, Item item) {
    PrintWriter out = output.text();
    out.println(label(item) + " (" + kind.title() + ")");
    print("  ", item.description().summary());
    if (!item.description().formula().isEmpty()) {
      out.println();
      print("  ", item.description().formula());
    }
    List<?> parameters = (List<?>) item.listing().get("parameters");
    if (!parameters.isEmpty()) {
      out.println();
    }
    for (Object each : parameters) {
      Map<?, ?> parameter = (Map<?, ?>) each;
      print("  ", words(parameter));
      print("      ", text(item.description(), (String) parameter.get("name")));
    }
  }

  private void print(String indent, String text) {
    Paragraph.lines(text, WIDTH - indent.length())
        .forEach(line -> output.text().println(indent + line));
  }

  /** What is said of a parameter: documents write {@code learning-rate}, Java learningRate. */
  private static String text(Description description, String name) {
    return description.parameters().entrySet().stream()
        .filter(each -> each.getKey().equalsIgnoreCase(name.replace("-", "")))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse("");
  }

  private static String words(Map<?, ?> parameter) {
    String text = parameter.get("name") + ": " + parameter.get("type");
    if (!parameter.containsKey("default")) {
      return text + ", required";
    }
    Object value = parameter.get("default");
    return text + " = " + (value instanceof String word ? word : Json.line(value));
  }
}
