package dev.ranvier.catalog;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A step of the build: keeps what the Javadoc says of the catalogue's records and of the networks
 * of {@code zoo}, for {@link Descriptions}; class files know nothing of it.
 *
 * <p>A line of the index is a class (with {@code #method} of a network's), a key and a text, with
 * tabs between them. Keys are {@code summary}, {@code formula} and {@code @name} of a parameter.
 */
final class JavadocIndexer {
  private static final Pattern NETWORK = Pattern.compile("public static Layer (\\w+)\\(");
  private static final String RECORD = "public record ";
  private static final String TAGS = " @(?=param |return |throws |see )";
  private static final Pattern FORMULA =
      Pattern.compile("<p>Formula[^:]*: (.*?)(?= (?:Shapes?|Sources?|Errors?|Units?): |<p>|$)");

  private JavadocIndexer() {}

  /** Writes the index into the folder of the compiled classes. */
  static void main(String[] arguments) throws IOException {
    Path classes = Path.of(arguments[0]);
    Path sources = Path.of(arguments[1]);
    String folder = JavadocIndexer.class.getPackageName().replace('.', '/');
    Files.writeString(
        classes.resolve(folder).resolve(Descriptions.FILE),
        String.join("\n", lines(RecordIndexer.names(classes), sources)));
  }

  /** The lines for some records, and for all networks. */
  static List<String> lines(List<String> records, Path sources) throws IOException {
    List<String> lines = new ArrayList<>();
    for (String name : records) {
      String source = Files.readString(sources.resolve(name.replace('.', '/') + ".java"));
      add(name, commentBefore(source.indexOf(RECORD), source), lines);
    }
    try (Stream<Path> files = Files.list(sources.resolve("dev/ranvier/zoo"))) {
      for (Path file : files.sorted().toList()) {
        String source = Files.readString(file);
        Matcher network = NETWORK.matcher(source);
        while (network.find()) {
          String type = file.getFileName().toString().replace(".java", "");
          String name = "dev.ranvier.zoo." + type + "#" + network.group(1);
          add(name, commentBefore(network.start(), source), lines);
        }
      }
    }
    return lines;
  }

  /** The last comment before a place, on one line. */
  private static String commentBefore(int place, String source) {
    int start = source.lastIndexOf("/**", place);
    String comment = source.substring(start + 3, source.indexOf("*/", start));
    return comment.replaceAll("(?m)^\\s*\\*", " ").replaceAll("\\s+", " ").strip();
  }

  private static void add(String name, String comment, List<String> lines) {
    String[] parts = comment.split(TAGS);
    lines.add(name + "\tsummary\t" + plain(parts[0].replaceFirst("<p(?:re)?>.*", "")));
    Matcher formula = FORMULA.matcher(parts[0]);
    if (formula.find()) {
      lines.add(name + "\tformula\t" + plain(formula.group(1)));
    }
    for (String part : parts) {
      String[] words = part.split(" ", 3);
      if (words[0].equals("param") && words.length == 3) {
        lines.add(name + "\t@" + words[1] + "\t" + plain(words[2]));
      }
    }
  }

  /** Javadoc as plain text. */
  private static String plain(String javadoc) {
    return javadoc
        .replaceAll("\\{@(?:code|literal) ([^}]*)}", "$1")
        .replaceAll("\\{@link(?:plain)? [^\\s}]+ ([^}]*)}", "$1")
        .replaceAll("\\{@link(?:plain)? #?([^}]*)}", "$1")
        .replaceAll("<[^ >][^>]*>", " ")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&amp;", "&")
        .replaceAll("\\s+", " ")
        .strip();
  }
}
