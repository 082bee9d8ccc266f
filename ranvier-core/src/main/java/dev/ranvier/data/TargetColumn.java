package dev.ranvier.data;

import java.util.List;

/**
 * One number of a target that is made of several things to predict, such as a class and a price.
 *
 * @param name what it is called
 * @param classNames what its classes are called, by index; empty when it is no class
 */
public record TargetColumn(String name, List<String> classNames) {
  /** Copies the names. */
  public TargetColumn {
    classNames = List.copyOf(classNames);
  }

  /** A number to predict. */
  public TargetColumn(String name) {
    this(name, List.of());
  }
}
