package dev.ranvier.catalog;

import dev.ranvier.data.Dataset;
import dev.ranvier.data.DigitsSource;
import dev.ranvier.data.ElasticDistortion;
import dev.ranvier.data.FashionMnistSource;
import dev.ranvier.data.Flip;
import dev.ranvier.data.MinMax;
import dev.ranvier.data.MnistSource;
import dev.ranvier.data.Normalizer;
import dev.ranvier.data.RandomAffine;
import dev.ranvier.data.Rotate;
import dev.ranvier.data.Scale;
import dev.ranvier.data.Shift;
import dev.ranvier.data.Standardize;
import dev.ranvier.nn.Constant;
import dev.ranvier.nn.GlorotNormal;
import dev.ranvier.nn.GlorotUniform;
import dev.ranvier.nn.HeNormal;
import dev.ranvier.nn.HeUniform;
import dev.ranvier.nn.Layer;
import dev.ranvier.nn.Named;
import dev.ranvier.nn.Relu;
import dev.ranvier.nn.Sigmoid;
import dev.ranvier.nn.Softmax;
import dev.ranvier.nn.SoftmaxCrossEntropy;
import dev.ranvier.nn.SquaredError;
import dev.ranvier.nn.Tanh;
import dev.ranvier.optim.Adadelta;
import dev.ranvier.optim.Adagrad;
import dev.ranvier.optim.Adam;
import dev.ranvier.optim.Adamax;
import dev.ranvier.optim.Adamw;
import dev.ranvier.optim.Amsgrad;
import dev.ranvier.optim.ClipGlobalNorm;
import dev.ranvier.optim.ClipNorm;
import dev.ranvier.optim.ClipValue;
import dev.ranvier.optim.ConstantRate;
import dev.ranvier.optim.Cosine;
import dev.ranvier.optim.CosineRestarts;
import dev.ranvier.optim.DecoupledDecay;
import dev.ranvier.optim.ExponentialMovingAverage;
import dev.ranvier.optim.ExponentialRange;
import dev.ranvier.optim.ExponentialSchedule;
import dev.ranvier.optim.Frozen;
import dev.ranvier.optim.GeometricSchedule;
import dev.ranvier.optim.GradientAccumulation;
import dev.ranvier.optim.GrowingBatch;
import dev.ranvier.optim.InverseSchedule;
import dev.ranvier.optim.Lamb;
import dev.ranvier.optim.LinearSchedule;
import dev.ranvier.optim.Lion;
import dev.ranvier.optim.Lookahead;
import dev.ranvier.optim.Momentum;
import dev.ranvier.optim.MultiStep;
import dev.ranvier.optim.Muon;
import dev.ranvier.optim.Nadam;
import dev.ranvier.optim.Nesterov;
import dev.ranvier.optim.OneCycle;
import dev.ranvier.optim.Piecewise;
import dev.ranvier.optim.PolynomialSchedule;
import dev.ranvier.optim.Radam;
import dev.ranvier.optim.RecursiveExponential;
import dev.ranvier.optim.RecursiveInverse;
import dev.ranvier.optim.ReduceOnPlateau;
import dev.ranvier.optim.Rmsprop;
import dev.ranvier.optim.Rprop;
import dev.ranvier.optim.Sgd;
import dev.ranvier.optim.Snapshot;
import dev.ranvier.optim.StepSchedule;
import dev.ranvier.optim.Triangular;
import dev.ranvier.optim.Triangular2;
import dev.ranvier.optim.WarmUp;
import dev.ranvier.optim.WeightAveraging;
import dev.ranvier.optim.WeightDecay;
import dev.ranvier.optim.Where;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What can be named in an experiment file or a model file, and the way from names to records and
 * back.
 *
 * <p>A record is written as its name alone ({@code relu}), as a name with its only required setting
 * ({@code maxpool: 2}), or as a name with settings ({@code conv: {filters: 32, kernel: 5}}). A
 * layer with settings may have the key {@code name}. Immutable; {@link #with} adds a user's own
 * records.
 */
public final class Catalog {
  private static final Map<String, String> KEY_ALIASES = Map.of("lr", "learning-rate");
  private static final String LAYER_NAME = "name";

  private static final Catalog STANDARD =
      new Catalog(
          LayerEntries.ALL,
          List.of(
              new Entry(Kind.ACTIVATIONS, Relu.class),
              new Entry(Kind.ACTIVATIONS, Sigmoid.class),
              new Entry(Kind.ACTIVATIONS, Softmax.class),
              new Entry(Kind.ACTIVATIONS, Tanh.class),
              new Entry(Kind.LOSSES, SoftmaxCrossEntropy.class),
              new Entry(Kind.LOSSES, SquaredError.class),
              new Entry(Kind.INITIALIZERS, Constant.class),
              new Entry(Kind.INITIALIZERS, GlorotNormal.class),
              new Entry(Kind.INITIALIZERS, GlorotUniform.class),
              new Entry(Kind.INITIALIZERS, HeNormal.class),
              new Entry(Kind.INITIALIZERS, HeUniform.class),
              new Entry(Kind.OPTIMIZERS, Adadelta.class),
              new Entry(Kind.OPTIMIZERS, Adagrad.class),
              new Entry(Kind.OPTIMIZERS, Adam.class),
              new Entry(Kind.OPTIMIZERS, Adamax.class),
              new Entry(Kind.OPTIMIZERS, Adamw.class),
              new Entry(Kind.OPTIMIZERS, Amsgrad.class),
              new Entry(Kind.OPTIMIZERS, ClipGlobalNorm.class),
              new Entry(Kind.OPTIMIZERS, ClipNorm.class),
              new Entry(Kind.OPTIMIZERS, ClipValue.class),
              new Entry(Kind.OPTIMIZERS, DecoupledDecay.class),
              new Entry(Kind.OPTIMIZERS, ExponentialMovingAverage.class, "ema"),
              new Entry(Kind.OPTIMIZERS, Frozen.class),
              new Entry(Kind.OPTIMIZERS, GradientAccumulation.class, "accumulate"),
              new Entry(Kind.OPTIMIZERS, Lamb.class),
              new Entry(Kind.OPTIMIZERS, Lion.class),
              new Entry(Kind.OPTIMIZERS, Lookahead.class),
              new Entry(Kind.OPTIMIZERS, Momentum.class),
              new Entry(Kind.OPTIMIZERS, Muon.class),
              new Entry(Kind.OPTIMIZERS, Nadam.class),
              new Entry(Kind.OPTIMIZERS, Nesterov.class),
              new Entry(Kind.OPTIMIZERS, Radam.class),
              new Entry(Kind.OPTIMIZERS, Rmsprop.class),
              new Entry(Kind.OPTIMIZERS, Rprop.class),
              new Entry(Kind.OPTIMIZERS, Sgd.class),
              new Entry(Kind.OPTIMIZERS, WeightAveraging.class, "swa"),
              new Entry(Kind.OPTIMIZERS, WeightDecay.class),
              new Entry(Kind.OPTIMIZERS, Where.class),
              new Entry(Kind.SCHEDULES, ConstantRate.class, "constant"),
              new Entry(Kind.SCHEDULES, Cosine.class),
              new Entry(Kind.SCHEDULES, CosineRestarts.class),
              new Entry(Kind.SCHEDULES, ExponentialRange.class, "exp-range"),
              new Entry(Kind.SCHEDULES, ExponentialSchedule.class),
              new Entry(Kind.SCHEDULES, GeometricSchedule.class),
              new Entry(Kind.SCHEDULES, GrowingBatch.class),
              new Entry(Kind.SCHEDULES, InverseSchedule.class),
              new Entry(Kind.SCHEDULES, LinearSchedule.class),
              new Entry(Kind.SCHEDULES, MultiStep.class),
              new Entry(Kind.SCHEDULES, OneCycle.class),
              new Entry(Kind.SCHEDULES, Piecewise.class),
              new Entry(Kind.SCHEDULES, PolynomialSchedule.class),
              new Entry(Kind.SCHEDULES, RecursiveExponential.class),
              new Entry(Kind.SCHEDULES, RecursiveInverse.class),
              new Entry(Kind.SCHEDULES, ReduceOnPlateau.class),
              new Entry(Kind.SCHEDULES, Snapshot.class),
              new Entry(Kind.SCHEDULES, StepSchedule.class),
              new Entry(Kind.SCHEDULES, Triangular.class),
              new Entry(Kind.SCHEDULES, Triangular2.class),
              new Entry(Kind.SCHEDULES, WarmUp.class, "warmup"),
              new Entry(Kind.NORMALIZERS, MinMax.class),
              new Entry(Kind.NORMALIZERS, Scale.class),
              new Entry(Kind.NORMALIZERS, Standardize.class),
              new Entry(Kind.AUGMENTATIONS, ElasticDistortion.class, "elastic"),
              new Entry(Kind.AUGMENTATIONS, Flip.class),
              new Entry(Kind.AUGMENTATIONS, RandomAffine.class, "affine"),
              new Entry(Kind.AUGMENTATIONS, Rotate.class),
              new Entry(Kind.AUGMENTATIONS, Shift.class),
              new Entry(Kind.SOURCES, DigitsSource.class),
              new Entry(Kind.SOURCES, FashionMnistSource.class),
              new Entry(Kind.SOURCES, MnistSource.class)));

  private final List<Entry> entries;

  private Catalog(List<Entry> some, List<Entry> more) {
    entries = Stream.concat(some.stream(), more.stream()).toList();
  }

  /** Everything that comes with Ranvier. */
  public static Catalog standard() {
    return STANDARD;
  }

  /** This catalogue and some more records. */
  public Catalog with(Entry... more) {
    return new Catalog(entries, List.of(more));
  }

  /** The entries of a kind by name. */
  public List<Entry> entries(Kind kind) {
    return entries.stream()
        .filter(entry -> entry.kind() == kind)
        .sorted(Comparator.comparing(Entry::name))
        .toList();
  }

  /**
   * The record that a tree describes.
   *
   * @param role what it must be, for instance {@code Layer.class}
   * @param tree the description
   * @param place where it stands, for error messages
   * @throws IllegalArgumentException naming the place, what is wrong there, and what is allowed
   */
  public <T> T read(Class<T> role, Object tree, Place place) {
    Mention mention = mention(role, tree, place);
    return role.cast(make(mention.entry(), mention.settings(), mention.place()));
  }

  /**
   * The normalizer that a tree describes; one named without settings is fitted on the training
   * examples.
   *
   * @throws IllegalArgumentException naming the place, what is wrong there, and what is allowed
   */
  public Function<Dataset, Normalizer> readNormalizer(Object tree, Place place) {
    Mention mention = mention(Normalizer.class, tree, place);
    Optional<Method> fit = mention.entry().fit();
    if (mention.settings() == null && fit.isPresent()) {
      return training -> (Normalizer) Setting.call(fit.get(), null, training);
    }
    Normalizer given = (Normalizer) make(mention.entry(), mention.settings(), mention.place());
    return training -> given;
  }

  /**
   * The tree that describes a record, all settings written out.
   *
   * @throws IllegalArgumentException when the record, or one inside it, is not in the catalogue
   */
  public Object describe(Object instance) {
    if (instance instanceof Named(String name, Layer layer)) {
      return named(describe(layer), name);
    }
    Entry entry =
        entries.stream()
            .filter(candidate -> candidate.type() == instance.getClass())
            .findFirst()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "catalog: "
                            + instance.getClass().getName()
                            + " is not in the catalogue, so it cannot be written down; add it with"
                            + " Catalog.with"));
    Map<String, Object> values = new LinkedHashMap<>();
    entry.values(instance).forEach((name, value) -> values.put(name, Values.write(this, value)));
    if (values.isEmpty()) {
      return entry.name();
    }
    Object only = values.values().iterator().next();
    // A map would be taken for settings by name.
    boolean direct = isItsOnlySetting(entry) && !(only instanceof Map);
    return Map.of(entry.name(), direct ? only : values);
  }

  /** What an entry is and takes, for listings: name, aliases, class and parameters. */
  public Map<String, Object> listing(Entry entry) {
    return new Listing(this).of(entry);
  }

  /** A name found in a document, and what stood under it. */
  private record Mention(Entry entry, Object settings, Place place) {}

  private Mention mention(Class<?> role, Object tree, Place place) {
    if (tree instanceof String name) {
      return new Mention(find(role, name, place), null, place.key(name));
    }
    if (tree instanceof Map<?, ?> map && map.size() == 1) {
      Map.Entry<?, ?> only = map.entrySet().iterator().next();
      String name = String.valueOf(only.getKey());
      return new Mention(find(role, name, place), only.getValue(), place.key(name));
    }
    String given =
        tree instanceof Map<?, ?> map
            ? map.isEmpty() ? "none" : "the keys " + map.keySet() + " side by side"
            : Values.show(tree);
    throw place.error(
        "expected the name of one "
            + Values.words(role)
            + ", alone or with its settings under it, got "
            + given);
  }

  private Entry find(Class<?> role, String name, Place place) {
    List<Entry> candidates =
        entries.stream().filter(entry -> role.isAssignableFrom(entry.type())).toList();
    return candidates.stream()
        .filter(entry -> entry.answersTo(name))
        .findFirst()
        .orElseThrow(
            () -> {
              List<String> names = candidates.stream().map(Entry::name).sorted().toList();
              List<String> spellings = new ArrayList<>(names);
              candidates.forEach(entry -> spellings.addAll(entry.aliases()));
              return place.error(
                  "unknown "
                      + Values.words(role)
                      + " '"
                      + name
                      + "'; known are "
                      + String.join(", ", names)
                      + (name.contains(":")
                          ? "; YAML needs a space after a colon"
                          : NearestMatch.hint(name, spellings)));
            });
  }

  private Object make(Entry entry, Object settings, Place place) {
    List<Setting> known = entry.settings();
    List<Setting> required = known.stream().filter(Setting::required).toList();
    Map<String, Object> values = new LinkedHashMap<>();
    Optional<String> name = Optional.empty();
    if (settings instanceof Map<?, ?> || settings == null) {
      boolean layer = Layer.class.isAssignableFrom(entry.type());
      List<String> names = names(known, layer);
      Fields fields =
          settings == null ? new Fields(place, Map.of()) : fields(settings, place, names);
      fields.allowing(names);
      name = layer ? fields.text(LAYER_NAME) : name;
      for (Setting setting : known) {
        Optional<Object> given = fields.get(setting.name());
        if (given.isPresent() || setting.required()) {
          Object tree = given.isPresent() ? given.get() : fields.need(setting.name());
          values.put(
              setting.name(), Values.read(this, setting.type(), tree, place.key(setting.name())));
        }
      }
    } else if (required.size() == 1) {
      Setting only = required.getFirst();
      values.put(only.name(), Values.read(this, only.type(), settings, place));
    } else {
      throw place.error(
          "takes its settings by name ("
              + String.join(", ", names(known, false))
              + "), got "
              + Values.show(settings));
    }
    Object made;
    try {
      made = entry.create(values);
    } catch (IllegalArgumentException e) {
      // Records name themselves in their messages; the place has done so already.
      throw place.error(e.getMessage().replaceFirst("^" + entry.name() + ": ", ""), e);
    }
    return name.isPresent() ? named((Layer) made, name.get(), place) : made;
  }

  private static Layer named(Layer layer, String name, Place place) {
    try {
      return layer.named(name);
    } catch (IllegalArgumentException e) {
      throw place.key(LAYER_NAME).error(e.getMessage(), e);
    }
  }

  /** Puts the key {@code name} into a layer's description. */
  private Object named(Object description, String name) {
    Mention mention = mention(Layer.class, description, Place.of("catalog"));
    Map<String, Object> settings = new LinkedHashMap<>();
    if (mention.settings() instanceof Map<?, ?> map) {
      map.forEach((key, value) -> settings.put((String) key, value));
    } else if (mention.settings() != null) {
      settings.put(mention.entry().settings().getFirst().name(), mention.settings());
    }
    settings.put(LAYER_NAME, name);
    return Map.of(mention.entry().name(), settings);
  }

  private static boolean isItsOnlySetting(Entry entry) {
    List<Setting> settings = entry.settings();
    return settings.size() == 1 && settings.getFirst().required();
  }

  private static Fields fields(Object settings, Place place, List<String> names) {
    Fields fields = Fields.of(settings, place);
    KEY_ALIASES.forEach(
        (alias, key) -> {
          if (fields.values().containsKey(alias) && names.contains(key)) {
            if (fields.values().containsKey(key)) {
              throw place.error("'" + alias + "' and '" + key + "' are the same; give one");
            }
            fields.values().put(key, fields.values().remove(alias));
          }
        });
    return fields;
  }

  private static List<String> names(List<Setting> settings, boolean layer) {
    List<String> names = new ArrayList<>(settings.stream().map(Setting::name).toList());
    if (layer) {
      names.add(LAYER_NAME);
    }
    return names;
  }
}
