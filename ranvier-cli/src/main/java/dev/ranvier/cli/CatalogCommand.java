package dev.ranvier.cli;

import dev.ranvier.catalog.Catalog;
import dev.ranvier.catalog.Entry;
import dev.ranvier.catalog.Json;
import dev.ranvier.catalog.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code ranvier catalog}: everything that an experiment file can name. */
@Command(
    name = "catalog",
    description = "List every layer, loss, optimizer, ... with its parameters.",
    mixinStandardHelpOptions = true)
final class CatalogCommand implements Callable<Integer> {
  @Mixin private Output output;

  @Override
  public Integer call() {
    Catalog catalog = Catalog.standard();
    Map<String, Object> tree = new LinkedHashMap<>();
    for (Kind kind : Kind.values()) {
      List<Object> entries = new ArrayList<>();
      for (Entry entry : catalog.entries(kind)) {
        entries.add(catalog.listing(entry));
      }
      tree.put(kind.title(), entries);
      if (!entries.isEmpty()) {
        show(kind, entries);
      }
    }
    output.result(tree);
    return 0;
  }

  private void show(Kind kind, List<Object> entries) {
    output.text().println(kind.title());
    Table table = new Table(3);
    for (Object each : entries) {
      Map<?, ?> entry = (Map<?, ?>) each;
      List<?> aliases = (List<?>) entry.get("aliases");
      List<String> parameters =
          ((List<?>) entry.get("parameters"))
              .stream().map(parameter -> words((Map<?, ?>) parameter)).toList();
      String first = parameters.isEmpty() ? "" : parameters.getFirst();
      table.row(
          "  " + entry.get("name"),
          String.join(", ", aliases.stream().map(String::valueOf).toList()),
          first);
      parameters.stream().skip(1).forEach(parameter -> table.row("", "", parameter));
    }
    output.text().println(table);
  }

  private static String words(Map<?, ?> parameter) {
    String text = parameter.get("name") + ": " + parameter.get("type");
    if (!parameter.containsKey("default")) {
      return text;
    }
    Object value = parameter.get("default");
    return text + " = " + (value instanceof String word ? word : Json.line(value));
  }
}
