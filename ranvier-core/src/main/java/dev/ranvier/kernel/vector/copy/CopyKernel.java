package dev.ranvier.kernel.vector.copy;

import dev.ranvier.exec.Binding;
import dev.ranvier.exec.Kernel;
import dev.ranvier.exec.Workers;
import dev.ranvier.kernel.vector.memory.BoundCall;
import dev.ranvier.kernel.vector.memory.StridedCopy;
import dev.ranvier.op.ConcatenateOp;
import dev.ranvier.op.PadOp;
import dev.ranvier.op.SliceOp;
import dev.ranvier.op.SplitOp;
import dev.ranvier.op.TransposeOp;
import dev.ranvier.tensor.DType;
import dev.ranvier.tensor.Shape;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Ops that move elements without changing them, be they of four bytes or of two. */
public final class CopyKernel implements Kernel {
  /**
   * One of the copies a kernel consists of.
   *
   * @param input which input is read
   * @param result which result is written
   * @param sourceStart the first element read
   * @param targetStart the first element written
   */
  private record Piece(
      StridedCopy copy, int input, int result, long sourceStart, long targetStart) {}

  /** Bytes that are worth another thread. */
  private static final long PAGE = 1 << 16;

  private final List<Piece> pieces;
  private final boolean clears;
  private final Workers workers;

  private CopyKernel(List<Piece> pieces, boolean clears, Workers workers) {
    this.pieces = pieces;
    this.clears = clears;
    this.workers = workers;
  }

  public static Kernel of(TransposeOp op, Shape x, Shape y, Workers workers) {
    long[] source = new long[y.rank()];
    for (int axis = 0; axis < source.length; axis++) {
      source[axis] = x.strides()[op.permutation().get(axis)];
    }
    return one(new Piece(copy(y, source, y.strides()), 0, 0, 0, 0), false, workers);
  }

  public static Kernel of(SliceOp op, Shape x, Shape y, Workers workers) {
    long start = position(op.starts(), x.strides());
    return one(new Piece(copy(y, x.strides(), y.strides()), 0, 0, start, 0), false, workers);
  }

  public static Kernel of(PadOp op, Shape x, Shape y, Workers workers) {
    long start = position(op.before(), y.strides());
    return one(new Piece(copy(x, x.strides(), y.strides()), 0, 0, 0, start), true, workers);
  }

  public static Kernel of(ConcatenateOp op, List<Shape> inputs, Shape y, Workers workers) {
    List<Piece> pieces = new ArrayList<>();
    int axis = y.axis(op.axis());
    long start = 0;
    for (int i = 0; i < inputs.size(); i++) {
      Shape x = inputs.get(i);
      pieces.add(new Piece(copy(x, x.strides(), y.strides()), i, 0, 0, start * y.strides()[axis]));
      start += x.size(axis);
    }
    return new CopyKernel(pieces, false, workers);
  }

  public static Kernel of(SplitOp op, Shape x, Shape part, Workers workers) {
    List<Piece> pieces = new ArrayList<>();
    for (int i = 0; i < op.parts(); i++) {
      long start = (long) i * part.size(op.axis()) * x.strides()[op.axis()];
      pieces.add(new Piece(copy(part, x.strides(), part.strides()), 0, i, start, 0));
    }
    return new CopyKernel(pieces, false, workers);
  }

  private static Kernel one(Piece piece, boolean clears, Workers workers) {
    return new CopyKernel(List.of(piece), clears, workers);
  }

  private static StridedCopy copy(Shape shape, long[] source, long[] target) {
    return new StridedCopy(
        IntStream.range(0, shape.rank())
            .mapToObj(axis -> new StridedCopy.Axis(shape.size(axis), source[axis], target[axis]))
            .toList());
  }

  private static long position(List<Integer> index, long[] strides) {
    long position = 0;
    for (int axis = 0; axis < strides.length; axis++) {
      position += index.get(axis) * strides[axis];
    }
    return position;
  }

  @Override
  public Call bind(Binding binding) {
    DType dtype = binding.inputs().getFirst().dtype();
    Runnable[] copies =
        pieces.stream()
            .map(
                piece ->
                    piece
                        .copy()
                        .bind(
                            workers,
                            dtype,
                            binding.input(piece.input()).address()
                                + dtype.bytes() * piece.sourceStart(),
                            binding.result(piece.result()).address()
                                + dtype.bytes() * piece.targetStart()))
            .toArray(Runnable[]::new);
    List<MemorySegment> cleared = clears ? pages(binding.result(0)) : List.of();
    Workers.Task clear = page -> cleared.get(page).fill((byte) 0);
    return new BoundCall(
        binding,
        () -> {
          workers.run(cleared.size(), clear);
          for (Runnable copy : copies) {
            copy.run();
          }
        });
  }

  /** Memory cut for the threads. */
  private static List<MemorySegment> pages(MemorySegment memory) {
    List<MemorySegment> pages = new ArrayList<>();
    for (long start = 0; start < memory.byteSize(); start += PAGE) {
      pages.add(memory.asSlice(start, Math.min(PAGE, memory.byteSize() - start)));
    }
    return pages;
  }

  @Override
  public String describe() {
    return "copy of " + String.join(", ", pieces.stream().map(p -> p.copy().toString()).toList());
  }
}
