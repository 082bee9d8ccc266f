package dev.ranvier.plan;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Places buffers with known lifetimes into one slab of memory: buffers alive at the same time never
 * overlap, others may.
 *
 * <p>The largest buffer is placed first, each at the lowest free offset (greedy by size, Pisarchyk
 * and Lee 2020, arXiv 2001.03288).
 *
 * @param offsets for each buffer, where in the slab it starts
 * @param bytes the size of the slab
 */
public record MemoryPlan(List<Long> offsets, long bytes) {
  private static final long ALIGNMENT = 64;

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

  /** Places all buffers. */
  public static MemoryPlan of(List<Buffer> buffers) {
    Long[] offsets = new Long[buffers.size()];
    List<Integer> largestFirst = new ArrayList<>();
    for (int i = 0; i < offsets.length; i++) {
      largestFirst.add(i);
    }
    largestFirst.sort(Comparator.comparingLong(i -> -buffers.get(i).bytes()));
    List<Integer> placed = new ArrayList<>();
    long slab = 0;
    for (int index : largestFirst) {
      Buffer buffer = buffers.get(index);
      long offset = 0;
      for (int other : placed) { // ascending offsets
        if (buffer.overlapsInTime(buffers.get(other))
            && offset + aligned(buffer.bytes()) > offsets[other]) {
          offset = Math.max(offset, offsets[other] + aligned(buffers.get(other).bytes()));
        }
      }
      offsets[index] = offset;
      slab = Math.max(slab, offset + aligned(buffer.bytes()));
      int position = 0;
      while (position < placed.size() && offsets[placed.get(position)] <= offset) {
        position++;
      }
      placed.add(position, index);
    }
    MemoryPlan plan = new MemoryPlan(List.of(offsets), slab);
    plan.verify(buffers);
    return plan;
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
    return (bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
  }
}
