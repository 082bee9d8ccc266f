package dev.ranvier.catalog;

import dev.ranvier.data.Augmentation;
import dev.ranvier.data.Normalization;
import dev.ranvier.data.Source;
import dev.ranvier.minimize.Minimizer;
import dev.ranvier.nn.Activation;
import dev.ranvier.nn.Constraint;
import dev.ranvier.nn.Initializer;
import dev.ranvier.nn.Layer;
import dev.ranvier.nn.Loss;
import dev.ranvier.nn.Regularizer;
import dev.ranvier.optim.Optimizer;
import dev.ranvier.optim.Schedule;
import dev.ranvier.train.StoppingCriterion;
import dev.ranvier.train.metric.Metric;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What the entries of the catalogue are: each kind but the last is the records of one role. */
public enum Kind {
  /** What has parameters or changes shapes. */
  LAYERS(Layer.class),
  /** Layers that are one function of every number, or of a row. */
  ACTIVATIONS(Activation.class),
  /** What training makes small. */
  LOSSES(Loss.class),
  /** How parameters start. */
  INITIALIZERS(Initializer.class),
  /** What is added to the loss to keep numbers small. */
  REGULARIZERS(Regularizer.class),
  /** What weights obey after every update. */
  CONSTRAINTS(Constraint.class),
  /** How gradients change parameters. */
  OPTIMIZERS(Optimizer.class),
  /** How parameters are found from all examples at once. */
  MINIMIZERS(Minimizer.class),
  /** How the learning rate changes. */
  SCHEDULES(Schedule.class),
  /** When training ends early. */
  STOPPING(StoppingCriterion.class),
  /** What is measured beside the loss. */
  METRICS(Metric.class),
  /** How inputs are scaled. */
  NORMALIZERS(Normalization.class),
  /** How training images are changed at random. */
  AUGMENTATIONS(Augmentation.class),
  /** Where examples come from. */
  SOURCES(Source.class),
  /** Known architectures: functions, so no record is one. */
  ZOO;

  private final Optional<Class<?>> role;

  Kind(Class<?> role) {
    this.role = Optional.of(role);
  }

  Kind() {
    role = Optional.empty();
  }

  /** Its name in lower case, as {@code ranvier catalog} shows it. */
  public String title() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The interface that its records implement. */
  Optional<Class<?>> role() {
    return role;
  }

  /** The kind of a record. */
  static Optional<Kind> of(Class<?> type) {
    return Arrays.stream(values()).filter(kind -> kind.includes(type)).findFirst();
  }

  /**
   * Whether a record is of this kind, and not of a more special one: activations are layers too,
   * but {@link #ACTIVATIONS}.
   */
  boolean includes(Class<?> type) {
    return isRoleOf(type)
        && Arrays.stream(values()).noneMatch(kind -> kind.isPartOf(this) && kind.isRoleOf(type));
  }

  private boolean isPartOf(Kind whole) {
    return this != whole && role.filter(whole::isRoleOf).isPresent();
  }

  private boolean isRoleOf(Class<?> type) {
    return role.isPresent() && role.get().isAssignableFrom(type);
  }
}
