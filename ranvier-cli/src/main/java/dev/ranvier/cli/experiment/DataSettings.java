package dev.ranvier.cli.experiment;

import dev.ranvier.catalog.Catalog;
import dev.ranvier.catalog.Fields;
import dev.ranvier.catalog.Place;
import dev.ranvier.data.Augmentation;
import dev.ranvier.data.ClassWeights;
import dev.ranvier.data.DataSplit;
import dev.ranvier.data.Dataset;
import dev.ranvier.data.Examples;
import dev.ranvier.data.Normalization;
import dev.ranvier.data.Scale;
import dev.ranvier.data.Source;
import dev.ranvier.data.TableSchema;
import dev.ranvier.data.TableSource;
import dev.ranvier.data.TargetScale;
import dev.ranvier.exec.UserCache;
import dev.ranvier.tensor.TensorType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * The part {@code data} of an experiment.
 *
 * @param source where examples come from
 * @param folder where the source's files are
 * @param counts how many examples are used for what
 * @param scaling how inputs and targets are scaled
 * @param augmentations how training images are changed
 * @param balanced whether examples have weights by which every class counts the same
 */
public record DataSettings(
    Source source,
    Path folder,
    Counts counts,
    Scaling scaling,
    List<Augmentation> augmentations,
    boolean balanced) {
  private static final String BALANCED = "balanced";
  private static final String STANDARDIZE = "standardize";

  /**
   * How many examples are used for what: a whole number counts them, one between 0 and 1 is a share
   * of what there is.
   *
   * @param train at most so many of the source's training examples, validation included; 0 for all
   * @param validation so many of them are set aside
   * @param test at most so many of the source's test examples; 0 for all
   */
  public record Counts(double train, double validation, double test) {}

  /**
   * How numbers are scaled.
   *
   * @param inputs the change of the inputs, once the training examples are known
   * @param targets whether targets are standardized
   */
  public record Scaling(Function<Dataset, Normalization> inputs, boolean targets) {}

  /**
   * Examples ready for use.
   *
   * @param train what to learn from
   * @param validation what to judge by after each epoch; none if no examples are set aside
   * @param test what to judge by at the end; none where the source holds none out
   * @param normalizer how inputs are scaled
   */
  public record Loaded(
      Dataset train,
      Optional<Dataset> validation,
      Optional<Dataset> test,
      Normalization normalizer) {}

  /**
   * Loads, counts, divides; what is fitted to examples is fitted to those that are left to learn
   * from.
   *
   * @param seed chooses the examples that are set aside for validation
   * @throws dev.ranvier.data.DataException when a file is missing or damaged
   * @throws IllegalArgumentException when there are fewer examples than asked for
   */
  public Loaded load(long seed) {
    Examples examples = counted();
    Dataset all = examples.train();
    int validation = count(counts.validation(), all.size());
    if (validation >= all.size() || validation == 0 && counts.validation() > 0) {
      throw new IllegalArgumentException(
          "experiment: data.validation: must leave some of the "
              + all.size()
              + " training examples to learn from"
              + (validation == 0 ? " and set some aside" : "")
              + ", got "
              + show(counts.validation()));
    }
    if (validation == 0) {
      return fitted(all, Optional.empty(), examples.test());
    }
    DataSplit split = all.split(validation, seed);
    return fitted(split.train(), Optional.of(split.validation()), examples.test());
  }

  private Loaded fitted(Dataset train, Optional<Dataset> validation, Optional<Dataset> test) {
    TableSchema schema = train.schema().fit(train);
    Dataset filled = schema.applyTo(train);
    UnaryOperator<Dataset> prepared = schema::applyTo;
    if (scaling.targets()) {
      TargetScale scale = TargetScale.fit(filled);
      prepared = data -> schema.applyTo(data).withTargetScale(scale);
    }
    return new Loaded(
        prepared.apply(train),
        validation.map(prepared),
        test.map(prepared),
        scaling.inputs().apply(filled));
  }

  /** The test examples alone, for a model that knows the columns of its table; none, if so. */
  public Optional<Dataset> test(TableSchema known) {
    requireFolder();
    Optional<Dataset> all =
        source instanceof TableSource table && known.isKnown()
            ? table.test(folder, known)
            : source.load(folder).test();
    Optional<Dataset> test = all.map(each -> first(counts.test(), each, "test"));
    if (balanced) {
      ClassWeights weights = ClassWeights.balanced(counted().train());
      test = test.map(weights::of);
    }
    return known.scale().isNone() ? test : test.map(each -> each.withTargetScale(known.scale()));
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
    Optional<Dataset> test = all.test().map(each -> first(counts.test(), each, "test"));
    if (!balanced) {
      return new Examples(train, test);
    }
    if (train.weighted()) {
      throw new IllegalArgumentException(
          "experiment: data.weights: the source's examples have weights of their own; leave one of"
              + " the two out");
    }
    ClassWeights weights = ClassWeights.balanced(train);
    return new Examples(weights.of(train), test.map(weights::of));
  }

  private static Dataset first(double wanted, Dataset all, String key) {
    int count = count(wanted, all.size());
    if (count > all.size() || count == 0 && wanted > 0) {
      throw new IllegalArgumentException(
          "experiment: data."
              + key
              + ": the source has "
              + all.size()
              + " such examples, got "
              + show(wanted)
              + "; leave the key out to use all");
    }
    return count == 0 || count == all.size() ? all : all.range(0, count);
  }

  /** How many of some examples a whole number or a share is. */
  private static int count(double wanted, int all) {
    return wanted > 0 && wanted < 1 ? (int) Math.round(wanted * all) : (int) wanted;
  }

  /** A count without decimal places. */
  static String show(double wanted) {
    return wanted == Math.rint(wanted) ? Long.toString((long) wanted) : Double.toString(wanted);
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
        "source",
        "folder",
        "train",
        "validation",
        "test",
        "normalize",
        "targets",
        "augment",
        "weights");
    Catalog catalog = Catalog.standard();
    Object tree = fields.need("source");
    Source source = catalog.read(Source.class, tree, fields.place().key("source"));
    List<Augmentation> augmentations = new ArrayList<>();
    for (Object each : fields.list("augment")) {
      augmentations.add(
          catalog.read(
              Augmentation.class, each, fields.place().key("augment").index(augmentations.size())));
    }
    Optional<Function<Dataset, Normalization>> normalizer =
        fields
            .get("normalize")
            .map(each -> catalog.readNormalizer(each, fields.place().key("normalize")));
    Counts counts =
        new Counts(
            amount("train", 1, fields), amount("validation", 0, fields), amount("test", 1, fields));
    return new DataSettings(
        source,
        folder(fields, source),
        counts,
        new Scaling(
            normalizer.orElse(training -> Scale.NONE),
            fields.text("targets").map(text -> standardized(text, fields)).orElse(false)),
        augmentations,
        fields.text("weights").map(text -> balanced(text, fields)).orElse(false));
  }

  /** A count that is at least some number, or a share between 0 and 1; 0 where it is left out. */
  private static double amount(String key, int least, Fields fields) {
    double amount = fields.number(key).orElse(0.0);
    return amount > 0 && amount < 1 ? amount : fields.count(key, least).orElse(0);
  }

  private static boolean standardized(String text, Fields fields) {
    if (!text.equals(STANDARDIZE)) {
      throw fields
          .place()
          .key("targets")
          .error("expected " + STANDARDIZE + ", got '" + text + "'; leave the key out for none");
    }
    return true;
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
