package dev.ranvier.catalog;

import dev.ranvier.op.Padding;
import dev.ranvier.op.Pair;
import dev.ranvier.op.Triple;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Tells what catalogue entries take.
 *
 * <p>Defaults are read from two sample instances that differ in their required settings: a default
 * that differs as they do follows one of them (a pooling layer's stride follows its window), and is
 * given as that one's name.
 *
 * @param catalog where names come from
 */
record Listing(Catalog catalog) {
  Map<String, Object> of(Entry entry) {
    List<Object> parameters = new ArrayList<>();
    Object first = sample(entry, 0);
    Object second = sample(entry, 1);
    for (Setting setting : entry.settings()) {
      Map<String, Object> parameter = new LinkedHashMap<>();
      parameter.put("name", setting.name());
      parameter.put("type", Values.name(setting.type()));
      parameter.put("required", setting.required());
      if (!setting.required()) {
        parameter.put("default", defaultOf(setting, entry, first, second));
      }
      parameters.add(parameter);
    }
    Map<String, Object> listing = new LinkedHashMap<>();
    listing.put("name", entry.name());
    listing.put("aliases", entry.aliases());
    listing.put("class", entry.type().getName());
    listing.put("parameters", parameters);
    return listing;
  }

  private Object defaultOf(Setting setting, Entry entry, Object first, Object second) {
    Object value = setting.of(first);
    Object other = setting.of(second);
    if (value.equals(other)) {
      return Values.write(catalog, value);
    }
    Optional<Setting> followed =
        entry.settings().stream()
            .filter(Setting::required)
            .filter(required -> required.of(first).equals(value))
            .filter(required -> required.of(second).equals(other))
            .findFirst();
    return followed
        .map(Setting::name)
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "catalog: the default of "
                        + setting.name()
                        + " in "
                        + entry.name()
                        + " depends on the required settings in a way that cannot be shown"));
  }

  /** An instance with made-up values of the required settings; two variants have different ones. */
  Object sample(Entry entry, int variant) {
    Map<String, Object> values = new LinkedHashMap<>();
    for (Setting setting : entry.settings()) {
      if (setting.required()) {
        values.put(setting.name(), sampleValue(setting.type(), variant));
      }
    }
    return entry.create(values);
  }

  private Object sampleValue(Type type, int variant) {
    int whole = 2 + variant;
    if (type instanceof ParameterizedType list) {
      Type element = list.getActualTypeArguments()[0];
      // Moments, sizes and the like: many lists of whole numbers have to begin with 0.
      return element == Double.class
          ? List.of(0.5 / whole)
          : List.of(element == Integer.class ? (Object) 0 : sampleValue(element, variant));
    } else if (type == String.class) {
      return "text" + variant;
    } else if (type == int.class) {
      return whole;
    } else if (type == long.class) {
      return (long) whole;
    } else if (type == double.class) {
      return 1.0 / whole;
    } else if (type == boolean.class) {
      return variant == 0;
    } else if (type == Pair.class) {
      return Pair.of(whole);
    } else if (type == Triple.class) {
      return Triple.of(whole);
    } else if (type == Padding.class) {
      return Padding.of(whole);
    } else if (((Class<?>) type).isEnum()) {
      return ((Class<?>) type).getEnumConstants()[variant];
    }
    Optional<Entry> part = Values.part((Class<?>) type);
    return part.isPresent() ? sample(part.get(), variant) : simplest((Class<?>) type, variant);
  }

  /** One of the records of a role that need no settings. */
  private Object simplest(Class<?> role, int variant) {
    return Arrays.stream(Kind.values())
        .flatMap(kind -> catalog.entries(kind).stream())
        .filter(entry -> role.isAssignableFrom(entry.type()))
        .filter(entry -> entry.settings().stream().noneMatch(Setting::required))
        .skip(variant)
        .findFirst()
        .map(entry -> entry.create(Map.of()))
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "catalog: no sample of a required setting of "
                        + role
                        + "; make the setting optional"));
  }
}
