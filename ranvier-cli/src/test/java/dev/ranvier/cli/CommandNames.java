package dev.ranvier.cli;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import picocli.CommandLine;

/** The commands and their options, for tests of what is written about them. */
public final class CommandNames {
  private CommandNames() {}

  /** The names of every command's options. */
  public static Map<String, Set<String>> options() {
    Map<String, Set<String>> options = new TreeMap<>();
    Main.commandLine()
        .getSubcommands()
        .forEach(
            (name, line) -> {
              Set<String> names = new TreeSet<>();
              line.getSubcommands().values().forEach(part -> addTo(names, part));
              addTo(names, line);
              options.put(name, names);
            });
    return options;
  }

  private static void addTo(Set<String> names, CommandLine line) {
    line.getCommandSpec().options().forEach(option -> names.addAll(Set.of(option.names())));
  }
}
