package dev.ranvier.data;

import dev.ranvier.tensor.CounterRandom;
import dev.ranvier.tensor.TensorType;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;
import java.util.function.IntUnaryOperator;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A finite set of examples, each an input and its target, readable in any order.
 *
 * <p>Both are handed out as floats copied into the caller's array, so reading allocates nothing.
 * Whole numbers (class indices, tokens) are exact up to 2^24. Reading is thread-safe.
 */
public interface Dataset {
  /** The number of examples. */
  int size();

  /**
   * The type of one input, without a batch axis: {@code f32[height,width,channels]} for images,
   * {@code f32[features]} for rows of a table, {@code i32[...]} for tokens.
   */
  TensorType inputType();

  /** The type of one target: {@code i32[]} for a class index, {@code f32[...]} for regression. */
  TensorType targetType();

  /** What the classes are called, by index; empty when the targets are not classes. */
  List<String> classNames();

  /**
   * What the numbers of a target are, where it is made of several things to predict; empty where it
   * is one.
   */
  default List<TargetColumn> targetColumns() {
    return List.of();
  }

  /**
   * How many tokens there are, where inputs are numbers of tokens, as characters of an alphabet: an
   * embedding needs as many. Zero where they are not, or nothing is known.
   */
  default int tokenCount() {
    return 0;
  }

  /** Whether examples have weights of their own. */
  default boolean weighted() {
    return false;
  }

  /** How much an example counts in the loss; at least 0, and 1 where examples have no weights. */
  default float weight(int index) {
    return 1;
  }

  /** What an example is called in messages; a view calls it as the set that it is a view of. */
  default String exampleName(int index) {
    return "example " + index;
  }

  /** Writes the input of an example to {@code destination}, from {@code offset} on. */
  void copyInput(int index, float[] destination, int offset);

  /** Writes the target of an example to {@code destination}, from {@code offset} on. */
  void copyTarget(int index, float[] destination, int offset);

  /**
   * Whether inputs and targets are held in double precision, as those of a table are: then they are
   * scaled in it too, and rounded last.
   */
  default boolean isDouble() {
    return false;
  }

  /** Writes the input of an example in double precision. */
  default void copyInput(int index, double[] destination, int offset) {
    float[] input = new float[(int) inputType().shape().elements()];
    copyInput(index, input, 0);
    Doubles.widen(input, destination, offset);
  }

  /** Writes the target of an example in double precision. */
  default void copyTarget(int index, double[] destination, int offset) {
    float[] target = new float[(int) targetType().shape().elements()];
    copyTarget(index, target, 0);
    Doubles.widen(target, destination, offset);
  }

  /** The columns of the table they are from, and the scale of their targets. */
  default TableSchema schema() {
    return TableSchema.NONE;
  }

  /** The number of classes; zero when the targets are not classes. */
  default int classCount() {
    return classNames().size();
  }

  /** The first number of an example's target: the class index, where targets are classes. */
  default int label(int index) {
    float[] target = new float[targetType().shape().elementCount()];
    copyTarget(index, target, 0);
    return (int) target[0];
  }

  /**
   * A view whose examples count differently in the loss, in training and evaluation; its subsets
   * and parts do too. Metrics count every example once. Any weights it had are replaced.
   *
   * <p>Formula: the loss of a batch is (1/m) Σ wᵢ · Lᵢ over its m examples, as in Keras and in
   * PyTorch's {@code (weight * loss).mean()}: a weight of 0 takes an example's part away, 2 doubles
   * it, and what an example does never depends on which others are in its batch. Weights whose mean
   * is 1 leave the size of steps as it is.
   *
   * @param weights one an example, finite and at least 0, not all 0
   * @throws DataException when there is another number of them, or one is not allowed
   */
  default Dataset withWeights(float... weights) {
    return Weighted.of(this, weights);
  }

  /** A view of the examples at the given places, in that order; a place may occur repeatedly. */
  default Dataset subset(int... indices) {
    return Subset.of(this, indices);
  }

  /** A view of the examples from {@code from} (inclusive) to {@code to} (exclusive). */
  default Dataset range(int from, int to) {
    if (from < 0 || to > size() || from >= to) {
      throw new DataException(
          "range: needs 0 <= from < to <= " + size() + ", got from " + from + " to " + to);
    }
    return Subset.of(this, IntStream.range(from, to).toArray());
  }

  /**
   * Sets {@code validation} random examples aside; the same seed always takes the same ones. Both
   * parts keep this set's order.
   */
  default DataSplit split(int validation, long seed) {
    requirePart(validation);
    int[] order = CounterRandom.of(seed, RandomStreams.SPLIT, 0).permutation(size());
    Arrays.sort(order, 0, validation);
    Arrays.sort(order, validation, order.length);
    return new DataSplit(
        Subset.of(this, Arrays.copyOfRange(order, validation, order.length)),
        Subset.of(this, Arrays.copyOf(order, validation)));
  }

  /**
   * Sets {@code validation} random examples aside, as many of each class as its share of all.
   *
   * @throws DataException when examples have no class each, or the number is not of a part
   */
  default DataSplit stratifiedSplit(int validation, long seed) {
    requirePart(validation);
    return parts(Selections.stratified(this, validation, seed));
  }

  /**
   * Sets random groups aside, whole, until they have {@code validation} examples or more: no group
   * is in both parts. For several examples of one patient, speaker or day.
   *
   * @param group what an example belongs to, by its index
   */
  default DataSplit splitByGroup(IntFunction<?> group, int validation, long seed) {
    requirePart(validation);
    return parts(Selections.groups(this, group, validation, seed));
  }

  /**
   * Splits for k-fold cross-validation: every example is in the validation part of one of them.
   * Where examples have classes, each part has its share of every class.
   */
  default List<DataSplit> folds(int count, long seed) {
    return Selections.folds(this, count, seed).stream().map(this::parts).toList();
  }

  private void requirePart(int validation) {
    if (validation < 1 || validation >= size()) {
      throw new DataException(
          "split: the validation part needs 1 to "
              + (size() - 1)
              + " of "
              + size()
              + " examples, got "
              + validation);
    }
  }

  private DataSplit parts(int[] validation) {
    return new DataSplit(
        Subset.of(this, Selections.others(this, validation)), Subset.of(this, validation));
  }

  /** A view of the first examples. */
  default Dataset take(int count) {
    return range(0, count);
  }

  /** A view of the examples whose index passes: {@code data.filter(i -> data.label(i) < 5)}. */
  default Dataset filter(IntPredicate wanted) {
    return Subset.of(this, IntStream.range(0, size()).filter(wanted).toArray());
  }

  /** A view of all examples so many times, one round after the other. */
  default Dataset repeat(int times) {
    int all = Math.multiplyExact(size(), times);
    return Subset.of(this, IntStream.range(0, all).map(i -> i % size()).toArray());
  }

  /**
   * These examples, then others of the same form.
   *
   * @throws DataException when types or classes differ
   */
  default Dataset concat(Dataset... others) {
    return Concatenation.of(Stream.concat(Stream.of(this), Stream.of(others)).toList());
  }

  /**
   * A view in which all classes are as frequent as the most frequent: examples of the others occur
   * repeatedly.
   */
  default Dataset balanced(long seed) {
    return Subset.of(this, Selections.balanced(this, seed));
  }

  /** A view of so many random examples, drawn with replacement, each as likely as its weight. */
  default Dataset sampled(double[] weights, int count, long seed) {
    return Subset.of(this, Selections.sampled(this, weights, count, seed));
  }

  /**
   * A view whose inputs are what a function makes of them. The function is called by several
   * threads, and has to give the same for the same input.
   *
   * @param type the type of what it makes, f32
   */
  default Dataset map(TensorType type, UnaryOperator<float[]> function) {
    return new Mapped(this, type, function);
  }

  /**
   * A view with other classes, such as fewer: {@code data.relabel(List.of("even", "odd"), c -> c %
   * 2)}.
   *
   * @throws DataException when a class becomes none of the names
   */
  default Dataset relabel(List<String> names, IntUnaryOperator classes) {
    return Relabelled.of(this, names, classes);
  }

  /** A view that keeps the inputs it has read in memory, four bytes a number. */
  default Dataset cached() {
    return new Cached(this);
  }

  /** A view whose inputs are normalized while they are read. */
  default Dataset normalized(Normalization normalizer) {
    return Normalized.of(this, normalizer);
  }

  /**
   * A view whose targets are scaled. Metrics and predictions of a model that learns from it are in
   * the targets' own units, its loss is not.
   */
  default Dataset withTargetScale(TargetScale scale) {
    return ScaledTargets.of(this, scale);
  }

  /** Names for classes that have none: {@code "0"}, {@code "1"}, … */
  static List<String> numberedClasses(int count) {
    return IntStream.range(0, count).mapToObj(Integer::toString).toList();
  }
}
