package dev.ranvier.cli;

import java.util.StringJoiner;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** A completion script for fish, for which picocli has none. */
final class FishCompletion {
  private FishCompletion() {}

  /** The script for a command with subcommands. */
  static String of(CommandSpec root) {
    StringBuilder script = new StringBuilder();
    String name = root.name();
    line(script, name, "-f -n __fish_use_subcommand", "", "");
    for (OptionSpec option : root.options()) {
      option(script, name, "__fish_use_subcommand", option);
    }
    root.subcommands()
        .forEach(
            (command, line) -> {
              CommandSpec spec = line.getCommandSpec();
              String words = "-n __fish_use_subcommand -a " + command;
              line(script, name, words, "", description(spec.usageMessage().description()));
              String within = "'__fish_seen_subcommand_from " + command + "'";
              spec.options().forEach(option -> option(script, name, within, option));
              spec.positionalParameters().forEach(each -> words(script, name, within, each));
            });
    return script.toString();
  }

  private static void option(StringBuilder script, String name, String within, OptionSpec option) {
    if (option.hidden()) {
      return;
    }
    StringJoiner words = new StringJoiner(" ");
    words.add("-n " + within);
    for (String spelling : option.names()) {
      words.add(
          spelling.startsWith("--")
              ? "-l " + spelling.substring(2)
              : "-s " + spelling.substring(1));
    }
    if (option.arity().max() > 0) {
      words.add("-r");
    }
    line(script, name, words.toString(), candidates(option), description(option.description()));
  }

  private static void words(
      StringBuilder script, String name, String within, PositionalParamSpec parameter) {
    if (parameter.completionCandidates() != null) {
      line(script, name, "-n " + within, candidates(parameter), "");
    }
  }

  private static String candidates(ArgSpec argument) {
    return argument.completionCandidates() == null
        ? ""
        : " -a '" + String.join(" ", argument.completionCandidates()) + "'";
  }

  private static void line(
      StringBuilder script, String name, String words, String candidates, String description) {
    script.append("complete -c ").append(name).append(' ').append(words).append(candidates);
    if (!description.isEmpty()) {
      script.append(" -d '").append(description).append("'");
    }
    script.append('\n');
  }

  /** The first sentence, quoted for fish. */
  private static String description(String[] lines) {
    String text = lines.length == 0 ? "" : CommandLine.Help.Ansi.OFF.string(lines[0]);
    return text.replaceFirst("(?s)([.;:] ).*", "$1")
        .strip()
        .replaceFirst("[.;:]$", "")
        .replace("\\", "\\\\")
        .replace("'", "\\'")
        .replace("%%", "%");
  }
}
