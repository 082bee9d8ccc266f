package dev.ranvier.plan;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;

/**
 * The offsets of buffers with known lifetimes in one slab of memory: buffers alive at the same time
 * never overlap, others may.
 *
 * <p>One buffer after the other is placed at the lowest free offset: the largest first (greedy by
 * size, Pisarchyk and Lee 2020, arXiv 2001.03288); where that leaves gaps, also by size times
 * lifetime, by lifetime, and in the order in which they are made.
 *
 * @param offsets for each buffer, where in the slab it starts
 * @param bytes the size of the slab
 */
public record MemoryPlan(List<Long> offsets, long bytes) {
  private static final long ALIGNMENT = 64;

  /** In which order buffers are placed; the first that leaves no gap is taken. */
  private static final List<Comparator<Buffer>> ORDERS =
      List.of(
          Comparator.comparingLong(buffer -> -buffer.bytes),
          Comparator.comparingDouble(
              buffer -> -(double) buffer.bytes * (1L + buffer.to - buffer.from)),
          Comparator.comparingInt(buffer -> buffer.from - buffer.to),
          Comparator.comparingInt(buffer -> buffer.from));

  /**
   * A buffer to be placed.
   *
   * @param bytes its size
   * @param from the first step at which it holds something
   * @param to the last step at which it does, not before {@code from}
   */
  public record Buffer(long bytes, int from, int to) {
    boolean overlapsInTime(Buffer other) {
      return from <= other.to && other.from <= to;
    }
  }

  /** Copies the list. */
  public MemoryPlan {
    offsets = List.copyOf(offsets);
  }

  /**
   * Plans all buffers: in several orders, until the slab is as small as the buffers that are alive
   * together allow, and then in the best of these.
   */
  public static MemoryPlan of(List<Buffer> buffers) {
    long peak = peak(buffers);
    MemoryPlan best = null;
    for (Comparator<Buffer> order : ORDERS) {
      if (best == null || best.bytes > peak) {
        MemoryPlan plan = firstFit(buffers, order);
        best = best == null || plan.bytes < best.bytes ? plan : best;
      }
    }
    best.verify(buffers);
    return best;
  }

  /** The bytes that are alive at the fullest step: no slab can be smaller. */
  public static long peak(List<Buffer> buffers) {
    TreeMap<Integer, Long> changes = new TreeMap<>();
    for (Buffer buffer : buffers) {
      changes.merge(buffer.from, aligned(buffer.bytes), Math::addExact);
      changes.merge(buffer.to + 1, -aligned(buffer.bytes), Math::addExact);
    }
    long alive = 0;
    long peak = 0;
    for (long change : changes.values()) {
      alive = Math.addExact(alive, change);
      peak = Math.max(peak, alive);
    }
    return peak;
  }

  private static MemoryPlan firstFit(List<Buffer> buffers, Comparator<Buffer> order) {
    Long[] offsets = new Long[buffers.size()];
    List<Integer> numbers = new ArrayList<>();
    for (int i = 0; i < offsets.length; i++) {
      numbers.add(i);
    }
    numbers.sort(Comparator.comparing(buffers::get, order));
    List<Integer> placed = new ArrayList<>();
    long slab = 0;
    for (int index : numbers) {
      Buffer buffer = buffers.get(index);
      long offset = 0;
      for (int other : placed) { // ascending offsets
        if (buffer.overlapsInTime(buffers.get(other))
            && offset + aligned(buffer.bytes()) > offsets[other]) {
          offset =
              Math.max(offset, Math.addExact(offsets[other], aligned(buffers.get(other).bytes())));
        }
      }
      offsets[index] = offset;
      slab = Math.max(slab, Math.addExact(offset, aligned(buffer.bytes())));
      int position = 0;
      while (position < placed.size() && offsets[placed.get(position)] <= offset) {
        position++;
      }
      placed.add(position, index);
    }
    return new MemoryPlan(List.of(offsets), slab);
  }

  /**
   * Checks that no two live buffers overlap and all lie within the slab.
   *
   * @throws IllegalStateException naming the two buffers
   */
  public void verify(List<Buffer> buffers) {
    for (int i = 0; i < buffers.size(); i++) {
      long end = offsets.get(i) + buffers.get(i).bytes();
      if (offsets.get(i) % ALIGNMENT != 0 || end > bytes) {
        throw new IllegalStateException("memory plan: buffer " + i + " is outside the slab");
      }
      for (int j = 0; j < i; j++) {
        boolean apart =
            end <= offsets.get(j) || offsets.get(j) + buffers.get(j).bytes() <= offsets.get(i);
        if (!apart && buffers.get(i).overlapsInTime(buffers.get(j))) {
          throw new IllegalStateException(
              "memory plan: buffers " + j + " and " + i + " are alive together and overlap");
        }
      }
    }
  }

  private static long aligned(long bytes) {
    return Math.multiplyExact(Math.ceilDiv(bytes, ALIGNMENT), ALIGNMENT);
  }
}
