package dev.ranvier.data;

import java.util.Optional;

/**
 * What a {@link Source} holds.
 *
 * @param train the examples to learn from
 * @param test the examples to judge by, once training is over; none where the source holds none out
 */
public record Examples(Dataset train, Optional<Dataset> test) {
  /** Examples to learn from and to judge by. */
  public Examples(Dataset train, Dataset test) {
    this(train, Optional.of(test));
  }
}
