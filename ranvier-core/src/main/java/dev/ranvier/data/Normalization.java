package dev.ranvier.data;

import java.util.List;

/**
 * A change of scale of the inputs: {@code y = factor · x + offset}.
 *
 * <p>There is one factor and one offset for all numbers of an input, or one for each index of its
 * last axis: a channel of an image, a column of a table. A normalizer is fitted on the training
 * examples and then used, unchanged, on all others; it is a record of numbers, to be stored with
 * the model.
 */
public interface Normalization {
  /** By how much the values are stretched; one or as many as the last axis has indices. */
  List<Double> factors();

  /** What is added then; as many as there are factors. */
  List<Double> offsets();
}
