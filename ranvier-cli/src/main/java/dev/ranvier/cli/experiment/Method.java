package dev.ranvier.cli.experiment;

import dev.ranvier.catalog.Catalog;
import dev.ranvier.catalog.Fields;
import dev.ranvier.minimize.Minimizer;
import dev.ranvier.optim.Adam;
import dev.ranvier.optim.ConstantRate;
import dev.ranvier.optim.Optimizer;
import dev.ranvier.optim.Schedule;
import java.util.List;
import java.util.Optional;

/**
 * How an experiment changes parameters: the keys {@code optimizer} and {@code schedule}, or {@code
 * minimizer}.
 *
 * @param optimizer what changes them from batch to batch
 * @param schedule how its learning rate changes
 * @param minimizer what changes them by all examples at once, in the optimizer's place
 */
public record Method(Optimizer optimizer, Schedule schedule, Optional<Minimizer> minimizer) {
  private static final String MINIMIZER = "minimizer";

  /** Changes by an optimizer. */
  public Method(Optimizer optimizer, Schedule schedule) {
    this(optimizer, schedule, Optional.empty());
  }

  static Method of(Fields train) {
    if (train.get(MINIMIZER).isPresent()) {
      for (String key : List.of("optimizer", "schedule", "batch", "checkpoint")) {
        if (train.get(key).isPresent()) {
          throw train
              .place()
              .key(key)
              .error(
                  "a minimizer looks at all examples at once and finds how far to go by itself;"
                      + " leave this out, or leave train.minimizer out");
        }
      }
    }
    return new Method(
        one(Optimizer.class, train, "optimizer").orElseGet(Adam::new),
        one(Schedule.class, train, "schedule").orElseGet(ConstantRate::new),
        one(Minimizer.class, train, MINIMIZER));
  }

  private static <T> Optional<T> one(Class<T> role, Fields fields, String key) {
    return fields
        .get(key)
        .map(tree -> Catalog.standard().read(role, tree, fields.place().key(key)));
  }
}
