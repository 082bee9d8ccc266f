package dev.ranvier.train;

import dev.ranvier.tensor.Tensor;

/** A measure of how good predictions are, gathered batch by batch. */
public interface Metric {
  /** Its name in histories and tables, in snake case. */
  String name();

  /** A fresh tally. */
  Tally start();

  /** The metric over the batches so far. */
  interface Tally {
    /** Counts a batch: predictions [batch, …] and their targets. */
    void add(Tensor predictions, Tensor targets);

    /** The metric over all batches added. */
    double value();

    /** What has been counted: all that another tally needs to go on from here. */
    double[] counted();

    /** Goes on from what another tally of the metric had counted. */
    void restore(double[] counted);
  }
}
