package dev.ranvier.kernel.onednn.conv;

import dev.ranvier.exec.Kernel;
import dev.ranvier.exec.Packing;
import dev.ranvier.exec.WorkArea;
import dev.ranvier.kernel.onednn.binding.GompWorkers;
import dev.ranvier.kernel.onednn.binding.Layouts;
import dev.ranvier.kernel.onednn.binding.MemoryDescription;
import dev.ranvier.kernel.onednn.conv.TapGemmConvolution.Tap;
import dev.ranvier.kernel.onednn.primitive.Reorder;
import dev.ranvier.tensor.Shape;
import dev.ranvier.tensor.TensorType;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/**
 * Packed filters of {@link TapGemmConvolution}: for every GEMM the filters of its kernel taps, in
 * bf16 and in the layout that oneDNN prefers.
 *
 * @param filters the type of w [rows, columns, C, O]
 * @param transposed whether a tap's matrix is w[tap]ᵀ [O, C], else it is w[tap] [C, O]
 * @param chunks one for every GEMM
 */
public record TapFilterPacking(TensorType filters, boolean transposed, List<Chunk> chunks)
    implements Packing {
  /**
   * The right operand of a GEMM.
   *
   * @param taps the taps whose matrices it consists of, one below the other
   * @param layout how it lies
   */
  record Chunk(List<Tap> taps, MemoryDescription layout) {
    /** The layout of a tap's matrix within it. */
    MemoryDescription tap(int index) {
      long[] sizes = layout.dimensions();
      sizes[0] /= taps.size();
      return taps.size() == 1 ? layout : layout.part(sizes, index * sizes[0], 0);
    }
  }

  @Override
  public long bytes() {
    WorkArea area = new WorkArea(MemorySegment.NULL);
    parts(area);
    return area.used();
  }

  /** Where every chunk lies in packed filters. */
  List<MemorySegment> parts(MemorySegment packed) {
    return parts(new WorkArea(packed));
  }

  private List<MemorySegment> parts(WorkArea area) {
    return chunks.stream().map(chunk -> area.take(chunk.layout().bytes())).toList();
  }

  /** One tap, as it is given. */
  private TensorType given() {
    Shape shape = filters.shape();
    return filters.withShape(Shape.of(shape.size(2), shape.size(3)));
  }

  /** By the calling thread alone, as all that is packed. */
  @Override
  public Kernel.Call bind(MemorySegment plain, MemorySegment packed) {
    return GompWorkers.alone(() -> call(plain, packed));
  }

  /** By all threads, unless this is made where kernels stay on the calling one. */
  Kernel.Call call(MemorySegment plain, MemorySegment packed) {
    TensorType tap = given();
    MemoryDescription from = Layouts.matrix(tap, transposed);
    List<MemorySegment> parts = parts(packed);
    List<Reorder> reorders = new ArrayList<>();
    for (int i = 0; i < chunks.size(); i++) {
      List<Tap> taps = chunks.get(i).taps();
      for (int j = 0; j < taps.size(); j++) {
        MemorySegment source = plain.asSlice(taps.get(j).number() * tap.bytes(), tap.bytes());
        reorders.add(new Reorder(from, source, chunks.get(i).tap(j), parts.get(i)));
      }
    }
    return Reorder.call(reorders);
  }
}
