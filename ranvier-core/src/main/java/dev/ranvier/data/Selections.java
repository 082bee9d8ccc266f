package dev.ranvier.data;

import dev.ranvier.tensor.CounterRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** Which examples of a set are in a part of it. The same seed always chooses the same ones. */
final class Selections {
  private Selections() {}

  /** For each of some parts, the examples in it; every class is spread evenly over the parts. */
  static List<int[]> folds(Dataset data, int count, long seed) {
    if (count < 2 || count > data.size()) {
      throw new DataException(
          "folds: need 2 to "
              + data.size()
              + " parts of "
              + data.size()
              + " examples, got "
              + count);
    }
    CounterRandom random = CounterRandom.of(seed, RandomStreams.SPLIT, 1);
    int[] order = random.permutation(data.size());
    if (hasClasses(data)) {
      order = byClass(data, order);
    }
    List<List<Integer>> parts = new ArrayList<>();
    IntStream.range(0, count).forEach(part -> parts.add(new ArrayList<>()));
    for (int i = 0; i < order.length; i++) {
      parts.get(i % count).add(order[i]);
    }
    return parts.stream().map(Selections::sorted).toList();
  }

  /** So many examples, as many of each class as its share of all. */
  static int[] stratified(Dataset data, int count, long seed) {
    if (!hasClasses(data)) {
      throw new DataException("stratified split: needs examples with a class each; use split");
    }
    int[] order =
        byClass(data, CounterRandom.of(seed, RandomStreams.SPLIT, 2).permutation(data.size()));
    // Every n-th of the examples in order of their classes is an even part of each.
    return IntStream.range(0, count)
        .map(i -> order[(int) ((2L * i + 1) * data.size() / (2L * count))])
        .sorted()
        .toArray();
  }

  /** Whole groups of examples, at random, until there are at least so many. */
  static int[] groups(Dataset data, IntFunction<?> group, int count, long seed) {
    Map<Object, List<Integer>> groups = new LinkedHashMap<>();
    for (int i = 0; i < data.size(); i++) {
      groups.computeIfAbsent(group.apply(i), key -> new ArrayList<>()).add(i);
    }
    if (groups.size() < 2) {
      throw new DataException("split by group: needs at least two groups, got " + groups.size());
    }
    List<List<Integer>> all = List.copyOf(groups.values());
    List<Integer> chosen = new ArrayList<>();
    int taken = 0;
    for (int next : CounterRandom.of(seed, RandomStreams.SPLIT, 3).permutation(all.size())) {
      if (chosen.size() < count && taken < all.size() - 1) {
        chosen.addAll(all.get(next));
        taken++;
      }
    }
    return sorted(chosen);
  }

  /** Every example of the most frequent class once, those of others repeatedly. */
  static int[] balanced(Dataset data, long seed) {
    if (!hasClasses(data)) {
      throw new DataException("balanced: needs examples with a class each");
    }
    List<List<Integer>> classes = classes(data);
    int most = classes.stream().mapToInt(List::size).max().orElse(0);
    CounterRandom random = CounterRandom.of(seed, RandomStreams.SPLIT, 4);
    List<Integer> chosen = new ArrayList<>();
    for (int c = 0; c < classes.size(); c++) {
      List<Integer> members = classes.get(c);
      for (int i = 0; i < most && !members.isEmpty(); i++) {
        int round = i / members.size();
        int[] order = random.fork(c).fork(round).permutation(members.size());
        chosen.add(members.get(order[i % members.size()]));
      }
    }
    return sorted(chosen);
  }

  /** So many draws of examples, each as likely as its weight. */
  static int[] sampled(Dataset data, double[] weights, int count, long seed) {
    if (weights.length != data.size() || count < 1) {
      throw new DataException(
          String.format(
              "sampled: needs a weight for each of %d examples and at least one draw, got %d"
                  + " weights and %d draws",
              data.size(), weights.length, count));
    }
    double[] sums = new double[weights.length];
    double sum = 0;
    for (int i = 0; i < weights.length; i++) {
      if (!(weights[i] >= 0) || Double.isInfinite(weights[i])) {
        throw new DataException(
            "sampled: weights must be finite and at least 0, got " + weights[i] + " for " + i);
      }
      sum += weights[i];
      sums[i] = sum;
    }
    if (!(sum > 0)) {
      throw new DataException("sampled: needs a weight above 0, got none");
    }
    CounterRandom random = CounterRandom.of(seed, RandomStreams.SPLIT, 5);
    int[] drawn = new int[count];
    for (int i = 0; i < count; i++) {
      double place = random.uniform(i) * sum;
      int found = Arrays.binarySearch(sums, place);
      // The first example whose sum is above the place: one of weight 0 is never it.
      int index = found < 0 ? -found - 1 : found + 1;
      while (index < sums.length - 1 && sums[index] <= place) {
        index++;
      }
      drawn[i] = Math.min(index, sums.length - 1);
    }
    return drawn;
  }

  /** All examples but these. */
  static int[] others(Dataset data, int[] chosen) {
    boolean[] is = new boolean[data.size()];
    for (int index : chosen) {
      is[index] = true;
    }
    return IntStream.range(0, data.size()).filter(i -> !is[i]).toArray();
  }

  private static boolean hasClasses(Dataset data) {
    return data.classCount() > 0 && data.targetType().shape().rank() == 0;
  }

  /** The examples in an order, but those of each class together. */
  private static int[] byClass(Dataset data, int[] order) {
    return Arrays.stream(order)
        .boxed()
        .sorted((a, b) -> Integer.compare(data.label(a), data.label(b)))
        .mapToInt(Integer::intValue)
        .toArray();
  }

  private static List<List<Integer>> classes(Dataset data) {
    List<List<Integer>> classes = new ArrayList<>();
    IntStream.range(0, data.classCount()).forEach(c -> classes.add(new ArrayList<>()));
    IntStream.range(0, data.size()).forEach(i -> classes.get(data.label(i)).add(i));
    return classes;
  }

  private static int[] sorted(List<Integer> indices) {
    return indices.stream().mapToInt(Integer::intValue).sorted().toArray();
  }
}
