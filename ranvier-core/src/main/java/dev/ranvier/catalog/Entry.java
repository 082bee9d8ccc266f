package dev.ranvier.catalog;

import dev.ranvier.data.Dataset;
import dev.ranvier.graph.KebabCase;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A record that can be named in a document.
 *
 * <p>All there is to know of it comes from the project's way of writing such records: what its
 * simplest public constructor takes is required, what a public one-argument {@code withX} method
 * changes is optional, and accessors of the same names read both. So a new layer is its file.
 *
 * @param type the record
 * @param aliases other names for it
 */
public record Entry(Class<? extends Record> type, List<String> aliases) {
  /** How the names of methods begin that change an optional setting. */
  private static final String CHANGE = "with";

  /** An entry with some other names. */
  public Entry(Class<? extends Record> type, String... aliases) {
    this(type, List.of(aliases));
  }

  /** What it is, by the role that the record implements; empty where that is none of Ranvier's. */
  public Optional<Kind> kind() {
    return Kind.of(type);
  }

  /**
   * The class name in kebab case, without its role at the end: {@code MnistSource} is {@code
   * mnist}.
   */
  public String name() {
    String name = KebabCase.of(type);
    for (Class<?> role : type.getInterfaces()) {
      String suffix = "-" + KebabCase.of(role);
      if (name.endsWith(suffix)) {
        return name.substring(0, name.length() - suffix.length());
      }
    }
    return name;
  }

  /** Whether a document may call it so. */
  boolean answersTo(String text) {
    return name().equals(text) || aliases.contains(text);
  }

  /** Its settings: the required ones in the constructor's order, then the optional ones. */
  List<Setting> settings() {
    List<Setting> settings = new ArrayList<>();
    for (Parameter parameter : constructor().getParameters()) {
      settings.add(
          new Setting(
              KebabCase.of(parameter.getName()),
              parameter.getParameterizedType(),
              accessor(parameter.getName()),
              Optional.empty()));
    }
    List<String> required = settings.stream().map(Setting::name).toList();
    Arrays.stream(type.getMethods())
        .filter(this::changes)
        .map(this::optional)
        .flatMap(Optional::stream)
        .filter(setting -> !required.contains(setting.name()))
        .sorted(Comparator.comparingInt(this::position).thenComparing(Setting::name))
        .forEach(settings::add);
    return settings;
  }

  /** An instance with the given values of required and optional settings, by name. */
  Object create(Map<String, Object> values) {
    List<Setting> settings = settings();
    List<Object> required = new ArrayList<>();
    for (Setting setting : settings) {
      if (setting.required()) {
        required.add(values.get(setting.name()));
      }
    }
    Object instance;
    try {
      instance = constructor().newInstance(required.toArray());
    } catch (InvocationTargetException e) {
      throw Setting.unwrapped(e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("catalog: cannot make " + type, e);
    }
    for (Setting setting : settings) {
      if (!setting.required() && values.containsKey(setting.name())) {
        instance = setting.changed(instance, values.get(setting.name()));
      }
    }
    return instance;
  }

  /** The values of all settings of an instance. */
  Map<String, Object> values(Object instance) {
    Map<String, Object> values = new LinkedHashMap<>();
    settings().forEach(setting -> values.put(setting.name(), setting.of(instance)));
    return values;
  }

  /** The way to make one that suits some training examples: {@code static T fit(Dataset)}. */
  Optional<Method> fit() {
    return Arrays.stream(type.getMethods())
        .filter(
            method -> method.getName().equals("fit") && Modifier.isStatic(method.getModifiers()))
        .filter(method -> Arrays.equals(method.getParameterTypes(), new Class<?>[] {Dataset.class}))
        .findFirst();
  }

  /**
   * The constructor with the fewest parameters, the canonical one only if there is no other. Of two
   * equally short ones that which takes objects: it can say more ({@code Pair} against {@code
   * int}).
   */
  private Constructor<?> constructor() {
    Class<?>[] canonical =
        Arrays.stream(type.getRecordComponents())
            .map(RecordComponent::getType)
            .toArray(Class<?>[]::new);
    return Arrays.stream(type.getConstructors())
        .filter(constructor -> !constructor.isVarArgs())
        .min(
            Comparator.comparing(
                    (Constructor<?> constructor) ->
                        Arrays.equals(constructor.getParameterTypes(), canonical))
                .thenComparingInt(Constructor::getParameterCount)
                .thenComparingLong(
                    constructor ->
                        Arrays.stream(constructor.getParameterTypes())
                            .filter(Class::isPrimitive)
                            .count()))
        .orElseThrow(
            () -> new IllegalStateException("catalog: " + type + " has no public constructor"));
  }

  private Method accessor(String name) {
    try {
      return type.getMethod(name);
    } catch (NoSuchMethodException e) {
      throw new IllegalStateException(
          "catalog: "
              + type.getSimpleName()
              + " takes '"
              + name
              + "' but has no method "
              + name
              + "()",
          e);
    }
  }

  private boolean changes(Method method) {
    String name = method.getName();
    return name.startsWith(CHANGE)
        && name.length() > CHANGE.length()
        && Character.isUpperCase(name.charAt(CHANGE.length()))
        && method.getParameterCount() == 1
        && !Modifier.isStatic(method.getModifiers())
        && !method.isBridge()
        && !inherited(method);
  }

  /** What an interface does for its records is no setting: a wrapper's learning rate is inside. */
  private boolean inherited(Method method) {
    return Arrays.stream(type.getInterfaces())
        .flatMap(role -> Arrays.stream(role.getMethods()))
        .anyMatch(other -> other.isDefault() && other.getName().equals(method.getName()));
  }

  /** Empty for an overload that takes another type than the accessor gives. */
  private Optional<Setting> optional(Method change) {
    String property = change.getName().substring(CHANGE.length());
    String name =
        property.substring(0, 1).toLowerCase(java.util.Locale.ROOT) + property.substring(1);
    Method accessor = accessor(name);
    Type type = change.getGenericParameterTypes()[0];
    return accessor.getGenericReturnType().equals(type)
        ? Optional.of(new Setting(KebabCase.of(name), type, accessor, Optional.of(change)))
        : Optional.empty();
  }

  /** Where a setting's component stands in the record, components of components taken in place. */
  private int position(Setting setting) {
    List<String> names = new ArrayList<>();
    for (RecordComponent component : type.getRecordComponents()) {
      names.add(KebabCase.of(component.getName()));
      if (component.getType().isRecord()) {
        for (RecordComponent inner : component.getType().getRecordComponents()) {
          names.add(KebabCase.of(inner.getName()));
        }
      }
    }
    int position = names.indexOf(setting.name());
    return position < 0 ? names.size() : position;
  }
}
