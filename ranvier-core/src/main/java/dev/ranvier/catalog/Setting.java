package dev.ranvier.catalog;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.util.Optional;

/**
 * One setting of a catalogue entry.
 *
 * @param name its name in kebab case, such as {@code learning-rate}
 * @param type the type of its values
 * @param accessor reads it from an instance
 * @param change makes an instance with another value; empty for a required setting, which goes to
 *     the constructor
 */
record Setting(String name, Type type, Method accessor, Optional<Method> change) {
  boolean required() {
    return change.isEmpty();
  }

  /** Its value in an instance. */
  Object of(Object instance) {
    return call(accessor, instance);
  }

  /** The instance with another value. */
  Object changed(Object instance, Object value) {
    return call(change.orElseThrow(), instance, value);
  }

  /** Calls a public method; what it throws is thrown here. */
  static Object call(Method method, Object instance, Object... arguments) {
    try {
      return method.invoke(instance, arguments);
    } catch (InvocationTargetException e) {
      throw unwrapped(e);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException("catalog: " + method + " is not public", e);
    }
  }

  static RuntimeException unwrapped(InvocationTargetException e) {
    if (e.getCause() instanceof RuntimeException reason) {
      return reason;
    }
    return new IllegalStateException("catalog: unexpected " + e.getCause(), e.getCause());
  }
}
