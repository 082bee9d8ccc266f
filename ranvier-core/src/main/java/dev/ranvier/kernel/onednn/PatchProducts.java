package dev.ranvier.kernel.onednn;

import dev.ranvier.exec.Binding;
import dev.ranvier.exec.Kernel;
import dev.ranvier.exec.Workers;
import dev.ranvier.graph.Application;
import dev.ranvier.graph.Input;
import dev.ranvier.op.Convolution2dFilterGradient;
import dev.ranvier.op.LowPrecision;
import dev.ranvier.op.MatMul;
import dev.ranvier.op.Pair;
import dev.ranvier.tensor.DType;
import dev.ranvier.tensor.Shape;
import dev.ranvier.tensor.Tensor;
import dev.ranvier.tensor.TensorType;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Optional;

/**
 * The gradient by the filter of a convolution as one matrix product, in bf16: what the window sees
 * at every place becomes a row, and the rows, transposed, times the results' gradient are the
 * gradient.
 *
 * <p>Formula: dg[(i, j, c), o] = Σ p[q, (i, j, c)] · dy[q, o] over the places q of the window in
 * all images. oneDNN's own implementations split that work by images and add up what each thread
 * got; with few places and many channels they reach a fifth of the peak rate, and with a step of 2
 * half of what the product does.
 */
final class PatchProducts implements Kernel {
  private static final int ALIGNMENT = 64;

  /** Rows of places for which copying is worth another thread. */
  private static final int PARTS = 64;

  private static final int FEWEST_CHANNELS = 64;

  /** Places of an image up to which the product is faster where the window moves by 1. */
  private static final int FEW_PLACES = 4;

  /** The same where it moves by more. */
  private static final int FEW_SPARSE_PLACES = 64;

  private static final long MOST_PATCH_BYTES = 32 << 20;

  private final Convolution2dFilterGradient op;
  private final Shape x;
  private final Shape y;
  private final Kernel product;
  private final TensorType patches;
  private final Optional<GompWorkers> workers;

  private PatchProducts(Convolution2dFilterGradient op, Application application) {
    this.op = op;
    x = application.inputs().get(0).shape();
    y = application.inputs().get(1).shape();
    Shape filter = op.filter();
    patches = patches(filter, y);
    Application transposed =
        Application.of(
            new LowPrecision(new MatMul(true, false), List.of(DType.F32)),
            List.of(
                new Input("patches", patches),
                new Input("gradient", new TensorType(DType.BF16, places(y)))));
    product = MatMulKernels.plain(new MatMul(true, false), transposed);
    workers = GompWorkers.isAlone() ? Optional.empty() : GompWorkers.find();
  }

  /** The kernel, where it is faster than oneDNN's own: by measurement on a Zen 4. */
  static Optional<Kernel> where(Convolution2dFilterGradient op, Application application) {
    Shape images = application.inputs().get(0).shape();
    Shape results = application.inputs().get(1).shape();
    Shape filter = op.filter();
    boolean faster =
        application.inputs().get(0).dtype() == DType.BF16
            && application.inputs().get(1).dtype() == DType.BF16
            && application.result().dtype() == DType.F32
            && Dnnl.instructionSet().hasWideVectors()
            && !Dnnl.instructionSet().hasMatrixTiles()
            && op.groups() == 1
            && op.dilation().equals(Pair.ONE)
            && filter.size(0) * filter.size(1) > 1
            && Math.min(images.size(3), results.size(3)) >= FEWEST_CHANNELS
            && patches(filter, results).bytes() <= MOST_PATCH_BYTES
            && results.size(1) * results.size(2)
                <= (op.stride().equals(Pair.ONE) ? FEW_PLACES : FEW_SPARSE_PLACES);
    return faster ? Optional.of(new PatchProducts(op, application)) : Optional.empty();
  }

  private static Shape places(Shape y) {
    return Shape.of(y.size(0) * y.size(1) * y.size(2), y.size(3));
  }

  private static TensorType patches(Shape filter, Shape y) {
    return new TensorType(
        DType.BF16, Shape.of(places(y).size(0), filter.size(0) * filter.size(1) * filter.size(2)));
  }

  @Override
  public long scratchBytes() {
    return aligned(patches.bytes()) + product.scratchBytes();
  }

  @Override
  public Call bind(Binding binding) {
    MemorySegment rows = binding.scratch().asSlice(0, patches.bytes());
    Shape filter = op.filter();
    Call multiply =
        product.bind(
            new Binding(
                List.of(
                    Tensor.view(patches, rows),
                    Tensor.view(new TensorType(DType.BF16, places(y)), binding.input(1))),
                List.of(
                    Tensor.view(
                        new TensorType(
                            DType.F32, Shape.of(patches.shape().size(1), filter.size(3))),
                        binding.result(0))),
                binding.scratch().asSlice(aligned(patches.bytes()), product.scratchBytes())));
    MemorySegment images = binding.input(0);
    MemorySegment zeros = MemorySegment.ofArray(new byte[filter.size(1) * pixelBytes()]);
    int lines = y.size(0) * y.size(1);
    int perPart = Math.ceilDiv(lines, PARTS);
    Workers.Task copy =
        part -> {
          for (int line = part * perPart; line < Math.min(lines, (part + 1) * perPart); line++) {
            copyLine(images, line, rows, zeros);
          }
        };
    int parts = Math.ceilDiv(lines, perPart);
    return () -> {
      if (workers.isPresent()) {
        workers.get().run(parts, copy);
      } else {
        for (int part = 0; part < parts; part++) {
          copy.run(part);
        }
      }
      multiply.run();
    };
  }

  /** Copies what the window sees along one line of places. */
  private void copyLine(MemorySegment images, int line, MemorySegment rows, MemorySegment zeros) {
    int image = line / y.size(1);
    int top = line % y.size(1) * op.stride().rows() - op.padding().top();
    int width = op.filter().size(1);
    long windowRow = (long) width * pixelBytes();
    long to = (long) line * y.size(2) * op.filter().size(0) * windowRow;
    for (int place = 0; place < y.size(2); place++) {
      int left = place * op.stride().columns() - op.padding().left();
      int first = Math.clamp(-left, 0, width);
      int end = Math.clamp(x.size(2) - left, first, width);
      for (int i = 0; i < op.filter().size(0); i++) {
        int row = top + i;
        boolean inside = row >= 0 && row < x.size(1);
        long start = inside ? (long) first * pixelBytes() : windowRow;
        long stop = inside ? (long) end * pixelBytes() : windowRow;
        MemorySegment.copy(zeros, 0, rows, to, start);
        if (inside) {
          long pixel = ((long) image * x.size(1) + row) * x.size(2) + left + first;
          MemorySegment.copy(images, pixel * pixelBytes(), rows, to + start, stop - start);
        }
        MemorySegment.copy(zeros, 0, rows, to + stop, windowRow - stop);
        to += windowRow;
      }
    }
  }

  private int pixelBytes() {
    return x.size(3) * DType.BF16.bytes();
  }

  private static long aligned(long bytes) {
    return (bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
  }

  @Override
  public String describe() {
    return "patches, then " + product.describe();
  }
}
