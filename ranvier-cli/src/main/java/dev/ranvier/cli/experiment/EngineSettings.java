package dev.ranvier.cli.experiment;

import dev.ranvier.catalog.Fields;
import dev.ranvier.catalog.NearestMatch;
import dev.ranvier.exec.Engine;
import dev.ranvier.exec.Engines;
import dev.ranvier.exec.Precision;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;

/**
 * How an experiment is computed: the keys {@code precision}, {@code threads} and {@code recompute}.
 *
 * @param precision what products and convolutions compute in
 * @param threads how many threads compute; empty for as many as there are cores
 * @param recompute whether memory is saved by computing activations twice
 */
public record EngineSettings(Precision precision, OptionalInt threads, boolean recompute) {
  static EngineSettings of(Fields fields) {
    return new EngineSettings(
        fields.text("precision").map(text -> precision(text, fields)).orElse(Precision.AUTO),
        fields.count("threads", 1).map(OptionalInt::of).orElse(OptionalInt.empty()),
        fields.flag("recompute").orElse(false));
  }

  /** The engine that computes so; it becomes the standard one where threads are given. */
  public Engine engine() {
    Engine engine =
        threads.isPresent() ? Engines.useThreads(threads.getAsInt()) : Engines.standard();
    return engine.withPrecision(precision).withRecomputation(recompute);
  }

  /** The names of all precisions. */
  public static List<String> precisions() {
    return Arrays.stream(Precision.values())
        .map(precision -> precision.name().toLowerCase(Locale.ROOT))
        .toList();
  }

  private static Precision precision(String text, Fields fields) {
    List<String> names = precisions();
    if (!names.contains(text)) {
      throw fields
          .place()
          .key("precision")
          .error(
              "expected one of "
                  + String.join(", ", names)
                  + ", got '"
                  + text
                  + "'"
                  + NearestMatch.hint(text, names));
    }
    return Precision.valueOf(text.toUpperCase(Locale.ROOT));
  }
}
