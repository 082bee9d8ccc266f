package dev.ranvier.catalog;

import java.util.Locale;

/** What the entries of the catalogue are. */
public enum Kind {
  /** What has parameters or changes shapes. */
  LAYERS,
  /** Layers that are one function of every number, or of a row. */
  ACTIVATIONS,
  /** What training makes small. */
  LOSSES,
  /** How parameters start. */
  INITIALIZERS,
  /** What is added to the loss to keep numbers small. */
  REGULARIZERS,
  /** What weights obey after every update. */
  CONSTRAINTS,
  /** How gradients change parameters. */
  OPTIMIZERS,
  /** How parameters are found from all examples at once. */
  MINIMIZERS,
  /** How the learning rate changes. */
  SCHEDULES,
  /** When training ends early. */
  STOPPING,
  /** What is measured beside the loss. */
  METRICS,
  /** How inputs are scaled. */
  NORMALIZERS,
  /** How training images are changed at random. */
  AUGMENTATIONS,
  /** Where examples come from. */
  SOURCES,
  /** Known architectures. */
  ZOO;

  /** Its name in lower case, as {@code ranvier catalog} shows it. */
  public String title() {
    return name().toLowerCase(Locale.ROOT);
  }
}
