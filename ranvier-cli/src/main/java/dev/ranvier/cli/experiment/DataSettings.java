package dev.ranvier.cli.experiment;

import dev.ranvier.catalog.Catalog;
import dev.ranvier.catalog.Fields;
import dev.ranvier.catalog.Place;
import dev.ranvier.data.Augmentation;
import dev.ranvier.data.ClassWeights;
import dev.ranvier.data.Dataset;
import dev.ranvier.data.Examples;
import dev.ranvier.data.Normalizer;
import dev.ranvier.data.Scale;
import dev.ranvier.data.Source;
import dev.ranvier.data.Split;
import dev.ranvier.exec.UserCache;
import dev.ranvier.tensor.TensorType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The part {@code data} of an experiment.
 *
 * @param source where examples come from
 * @param folder where the source's files are
 * @param counts how many examples are used for what
 * @param normalizer how inputs are scaled, once the training examples are known
 * @param augmentations how training images are changed
 * @param balanced whether examples have weights by which every class counts the same
 */
public record DataSettings(
    Source source,
    Path folder,
    Counts counts,
    Function<Dataset, Normalizer> normalizer,
    List<Augmentation> augmentations,
    boolean balanced) {
  private static final String BALANCED = "balanced";

  /**
   * How many examples are used for what.
   *
   * @param train at most so many of the source's training examples, validation included; 0 for all
   * @param validation so many of them are set aside
   * @param test at most so many of the source's test examples; 0 for all
   */
  public record Counts(int train, int validation, int test) {}

  /**
   * Examples ready for use.
   *
   * @param train what to learn from
   * @param validation what to judge by after each epoch; none if no examples are set aside
   * @param test what to judge by at the end
   * @param normalizer how inputs are scaled
   */
  public record Loaded(
      Dataset train, Optional<Dataset> validation, Dataset test, Normalizer normalizer) {}

  /**
   * Loads, counts, divides.
   *
   * @param seed chooses the examples that are set aside for validation
   * @throws dev.ranvier.data.DataException when a file is missing or damaged
   * @throws IllegalArgumentException when there are fewer examples than asked for
   */
  public Loaded load(long seed) {
    Examples examples = counted();
    Dataset train = examples.train();
    Dataset test = examples.test();
    if (counts.validation() == 0) {
      return new Loaded(train, Optional.empty(), test, normalizer.apply(train));
    }
    if (counts.validation() >= train.size()) {
      throw new IllegalArgumentException(
          "experiment: data.validation: must leave some of the "
              + train.size()
              + " training examples to learn from, got "
              + counts.validation());
    }
    Split split = train.split(counts.validation(), seed);
    return new Loaded(
        split.train(), Optional.of(split.validation()), test, normalizer.apply(split.train()));
  }

  /** The test examples alone. */
  public Dataset test() {
    return counted().test();
  }

  /** The type of one input. */
  public TensorType inputType() {
    return source.inputType(folder);
  }

  /** As many examples as are asked for, with weights if they are. */
  private Examples counted() {
    requireFolder();
    Examples all = source.load(folder);
    Dataset train = first(counts.train(), all.train(), "train");
    Dataset test = first(counts.test(), all.test(), "test");
    if (!balanced) {
      return new Examples(train, test);
    }
    if (train.weighted()) {
      throw new IllegalArgumentException(
          "experiment: data.weights: the source's examples have weights of their own; leave one of"
              + " the two out");
    }
    ClassWeights weights = ClassWeights.balanced(train);
    return new Examples(weights.of(train), weights.of(test));
  }

  private static Dataset first(int count, Dataset all, String key) {
    if (count > all.size()) {
      throw new IllegalArgumentException(
          "experiment: data."
              + key
              + ": the source has "
              + all.size()
              + " such examples, got "
              + count
              + "; leave the key out to use all");
    }
    return count == 0 || count == all.size() ? all : all.range(0, count);
  }

  /**
   * The settings that a tree describes.
   *
   * @throws IllegalArgumentException naming the place of a mistake
   */
  public static DataSettings of(Object tree, Place place) {
    return of(Fields.of(tree, place));
  }

  static DataSettings of(Fields fields) {
    fields.allowing(
        "source", "folder", "train", "validation", "test", "normalize", "augment", "weights");
    Catalog catalog = Catalog.standard();
    Object tree = fields.need("source");
    Source source = catalog.read(Source.class, tree, fields.place().key("source"));
    List<Augmentation> augmentations = new ArrayList<>();
    for (Object each : fields.list("augment")) {
      augmentations.add(
          catalog.read(
              Augmentation.class, each, fields.place().key("augment").index(augmentations.size())));
    }
    Optional<Function<Dataset, Normalizer>> normalizer =
        fields
            .get("normalize")
            .map(each -> catalog.readNormalizer(each, fields.place().key("normalize")));
    Counts counts =
        new Counts(
            fields.count("train", 1).orElse(0),
            fields.count("validation", 0).orElse(0),
            fields.count("test", 1).orElse(0));
    return new DataSettings(
        source,
        folder(fields, source),
        counts,
        normalizer.orElse(training -> Scale.NONE),
        augmentations,
        fields.text("weights").map(text -> balanced(text, fields)).orElse(false));
  }

  private static boolean balanced(String text, Fields fields) {
    if (!text.equals(BALANCED)) {
      throw fields
          .place()
          .key("weights")
          .error(
              "expected "
                  + BALANCED
                  + ", got '"
                  + text
                  + "'; a column of weights is named in the source, {table: {weights: "
                  + text
                  + ", ...}}");
    }
    return true;
  }

  private static Path folder(Fields fields, Source source) {
    return fields.text("folder").map(Path::of).orElseGet(() -> cache(source));
  }

  /** Where files lie that this program fetched itself. */
  private static Path cache(Source source) {
    return UserCache.folder().resolve("data").resolve(name(source));
  }

  private static String name(Source source) {
    Object description = Catalog.standard().describe(source);
    return description instanceof Map<?, ?> map
        ? String.valueOf(map.keySet().iterator().next())
        : String.valueOf(description);
  }

  private void requireFolder() {
    if (source.readsFiles() && folder.equals(cache(source)) && !Files.isDirectory(folder)) {
      throw new IllegalArgumentException(
          "data: source '"
              + name(source)
              + "' reads files, and its folder in the cache, '"
              + folder
              + "', does not exist; name the folder that holds them with --data DIR");
    }
  }
}
