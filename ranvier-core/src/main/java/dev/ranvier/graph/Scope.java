package dev.ranvier.graph;

import java.util.function.Supplier;

/**
 * Names the part of a model under construction, so that what is built inside can be told apart in
 * errors, plans and profiles: {@code encoder/conv1}.
 */
public final class Scope {
  private static final ScopedValue<String> CURRENT = ScopedValue.newInstance();

  private Scope() {}

  /** The scope of the calling code; empty outside any. */
  public static String current() {
    return CURRENT.orElse("");
  }

  /** Builds something inside a scope nested in the current one. */
  public static <T> T within(String name, Supplier<T> builder) {
    String outer = current();
    String path = outer.isEmpty() ? name : outer + "/" + name;
    return at(path, builder);
  }

  /** Builds something inside a scope given by its whole path, whatever the current one is. */
  public static <T> T at(String path, Supplier<T> builder) {
    return ScopedValue.where(CURRENT, path).call(builder::get);
  }
}
