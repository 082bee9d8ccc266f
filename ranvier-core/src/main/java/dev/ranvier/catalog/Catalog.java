package dev.ranvier.catalog;

import dev.ranvier.data.Dataset;
import dev.ranvier.data.Normalization;
import dev.ranvier.nn.Layer;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
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
 * layer with settings may have the keys {@code name}, {@code regularizer} and {@code constraint}.
 * Immutable; {@link #with} adds a user's own records.
 */
public final class Catalog {
  private static final Map<String, String> KEY_ALIASES = Map.of("lr", "learning-rate");

  private static Catalog standard;

  private final List<Entry> entries;

  private Catalog(Stream<Entry> entries) {
    this.entries = entries.toList();
  }

  /**
   * Everything that comes with Ranvier: the public records of every role.
   *
   * @throws IllegalStateException when the build left no index of them
   */
  public static synchronized Catalog standard() {
    // Not in a static initializer, whose failures hide their reason from the second on.
    if (standard == null) {
      standard =
          new Catalog(
              new RecordIndex(RecordIndex.FILE)
                  .records().stream()
                      .filter(type -> !LayerKeys.RECORDS.contains(type))
                      .map(type -> new Entry(type, Aliases.of(type))));
    }
    return standard;
  }

  /** This catalogue and some more records. */
  public Catalog with(Entry... more) {
    return new Catalog(Stream.concat(entries.stream(), Arrays.stream(more)));
  }

  /** The entries of a kind by name. */
  public List<Entry> entries(Kind kind) {
    return entries.stream()
        .filter(entry -> kind.includes(entry.type()))
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
  public Function<Dataset, Normalization> readNormalizer(Object tree, Place place) {
    Mention mention = mention(Normalization.class, tree, place);
    Optional<Method> fit = mention.entry().fit();
    if (mention.settings() == null && fit.isPresent()) {
      return training -> (Normalization) Setting.call(fit.get(), null, training);
    }
    Normalization given =
        (Normalization) make(mention.entry(), mention.settings(), mention.place());
    return training -> given;
  }

  /**
   * The tree that describes a record, all settings written out.
   *
   * @throws IllegalArgumentException when the record, or one inside it, is not in the catalogue
   */
  public Object describe(Object instance) {
    Map<String, Object> keys = new LinkedHashMap<>();
    Object plain = instance instanceof Layer layer ? LayerKeys.unwrap(this, layer, keys) : instance;
    Entry entry =
        entries.stream()
            .filter(candidate -> candidate.type() == plain.getClass())
            .findFirst()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "catalog: "
                            + plain.getClass().getName()
                            + " is not in the catalogue, so it cannot be written down; add it with"
                            + " Catalog.with"));
    Map<String, Object> values = settings(entry, plain);
    if (values.isEmpty() && keys.isEmpty()) {
      return entry.name();
    }
    if (keys.isEmpty() && isItsOnlySetting(entry)) {
      Object only = values.values().iterator().next();
      // A map would be taken for settings by name.
      return Map.of(entry.name(), only instanceof Map ? values : only);
    }
    values.putAll(keys);
    return Map.of(entry.name(), values);
  }

  /** The part that a tree describes by its settings. */
  Object readPart(Entry part, Object tree, Place place) {
    return make(part, Fields.of(tree, place).values(), place);
  }

  /** The settings of a record, as trees. */
  Map<String, Object> settings(Entry entry, Object instance) {
    Map<String, Object> values = new LinkedHashMap<>();
    entry.values(instance).forEach((name, value) -> values.put(name, Values.write(this, value)));
    return values;
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
    Fields fields = new Fields(place, Map.of());
    if (settings instanceof Map<?, ?> || settings == null) {
      boolean layer = Layer.class.isAssignableFrom(entry.type());
      List<String> names = names(known, layer);
      if (settings != null) {
        fields = fields(settings, place, names);
      }
      fields.allowing(names);
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
    return made instanceof Layer layer ? LayerKeys.wrap(this, layer, fields) : made;
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
      names.addAll(LayerKeys.ALL);
    }
    return names;
  }
}
