package dev.ranvier.kernel.onednn.primitive;

import dev.ranvier.exec.Kernel;
import dev.ranvier.exec.Workers;
import dev.ranvier.kernel.onednn.binding.DataType;
import dev.ranvier.kernel.onednn.binding.GompWorkers;
import dev.ranvier.kernel.onednn.binding.LayoutQuery;
import dev.ranvier.kernel.onednn.binding.MemoryDescription;
import dev.ranvier.kernel.vector.packing.VnniPacking;
import dev.ranvier.kernel.vector.packing.VnniPacking.Blocks;
import dev.ranvier.kernel.vector.packing.VnniPacking.Source;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A {@link Reorder} of f32 matrices into one of oneDNN's layouts for bf16 GEMM, by {@link
 * VnniPacking}.
 *
 * <p>oneDNN's own reorders take several times as long, most of all where matrices are transposed.
 *
 * @param matrix writes one matrix
 * @param from where each matrix lies
 * @param to where each goes
 */
public record VnniReorder(VnniPacking matrix, long[] from, long[] to) {
  /** The axis that the first and the last of three inner blocks cut, in such a layout. */
  private static final int ROW_BLOCK = 0;

  private static final int COLUMN_BLOCK = 1;
  private static final int PAIR = 2;

  /** The same as a reorder, if it is one of this kind. */
  static Optional<VnniReorder> of(Reorder reorder) {
    MemoryDescription plain = reorder.from();
    MemoryDescription packed = reorder.to();
    long[] blocks = LayoutQuery.innerBlocks(packed.address());
    long[] axes = LayoutQuery.innerAxes(packed.address());
    boolean paired =
        LayoutQuery.isPlain(plain.address())
            && LayoutQuery.dataType(plain.address()) == DataType.F32
            && LayoutQuery.dataType(packed.address()) == DataType.BF16
            && blocks.length == PAIR + 1
            && blocks[PAIR] == 2
            && axes[PAIR] == axes[ROW_BLOCK]
            && axes[COLUMN_BLOCK] != axes[ROW_BLOCK];
    return paired
        ? of(
            reorder,
            (int) axes[ROW_BLOCK],
            (int) axes[COLUMN_BLOCK],
            (int) blocks[ROW_BLOCK],
            (int) blocks[COLUMN_BLOCK])
        : Optional.empty();
  }

  private static Optional<VnniReorder> of(
      Reorder reorder, int rowAxis, int columnAxis, int pairs, int width) {
    long[] sizes = reorder.to().dimensions();
    long[] given = bytes(reorder.from());
    long[] wanted = bytes(reorder.to());
    boolean transposed = given[rowAxis] == Float.BYTES;
    if (!transposed && given[columnAxis] != Float.BYTES) {
      return Optional.empty();
    }
    Source source =
        new Source(
            (int) sizes[rowAxis],
            (int) sizes[columnAxis],
            transposed,
            given[transposed ? columnAxis : rowAxis]);
    Blocks blocks = new Blocks(pairs, width, wanted[rowAxis], wanted[columnAxis]);
    if (!VnniPacking.isPossible(source, blocks)) {
      return Optional.empty();
    }
    sizes[rowAxis] = 1;
    sizes[columnAxis] = 1;
    long from = reorder.source().address() + start(reorder.from());
    long to = reorder.target().address() + start(reorder.to());
    return Optional.of(
        new VnniReorder(
            new VnniPacking(source, blocks),
            offsets(from, sizes, given),
            offsets(to, sizes, wanted)));
  }

  /** Where the first element lies, in bytes. */
  private static long start(MemoryDescription layout) {
    return LayoutQuery.offset(layout.address()) * LayoutQuery.dataType(layout.address()).bytes();
  }

  /** From one block to the next along each axis, in bytes. */
  private static long[] bytes(MemoryDescription layout) {
    int element = LayoutQuery.dataType(layout.address()).bytes();
    return Arrays.stream(LayoutQuery.strides(layout.address()))
        .map(stride -> stride * element)
        .toArray();
  }

  /** Where the elements of all indices lie. */
  private static long[] offsets(long first, long[] sizes, long[] strides) {
    long[] offsets = {first};
    for (int axis = 0; axis < sizes.length; axis++) {
      long[] longer = new long[offsets.length * (int) sizes[axis]];
      for (int i = 0; i < longer.length; i++) {
        longer[i] = offsets[i / (int) sizes[axis]] + i % sizes[axis] * strides[axis];
      }
      offsets = longer;
    }
    return offsets;
  }

  /**
   * A call that makes all of these, by all threads, unless it is asked for where kernels stay on
   * the calling one.
   *
   * @param meanwhile does the same, until the loops are compiled
   */
  static Kernel.Call call(List<VnniReorder> reorders, Kernel.Call meanwhile) {
    VnniReorder[] all = reorders.toArray(VnniReorder[]::new);
    List<Runnable> parts = new ArrayList<>();
    reorders.forEach(reorder -> reorder.addParts(parts));
    Runnable[] each = parts.toArray(Runnable[]::new);
    Workers.Task task = part -> each[part].run();
    Optional<GompWorkers> team = GompWorkers.isAlone() ? Optional.empty() : GompWorkers.find();
    return () -> {
      if (!areReady(all)) {
        meanwhile.run();
      } else if (team.isPresent()) {
        team.get().run(each.length, task);
      } else {
        for (Runnable part : each) {
          part.run();
        }
      }
    };
  }

  private static boolean areReady(VnniReorder[] all) {
    boolean ready = true;
    for (VnniReorder reorder : all) {
      ready &= reorder.matrix.isReady();
    }
    return ready;
  }

  private void addParts(List<Runnable> parts) {
    for (int i = 0; i < from.length; i++) {
      long source = from[i];
      long target = to[i];
      for (int part = 0; part < matrix.parts(); part++) {
        int number = part;
        VnniPacking.Writer writer = matrix.writer();
        parts.add(() -> writer.write(source, target, number));
      }
    }
  }
}
