package dev.ranvier.kernel.onednn.conv;

import dev.ranvier.exec.Kernel;
import dev.ranvier.exec.Packing;
import dev.ranvier.exec.WorkArea;
import dev.ranvier.kernel.onednn.binding.GompWorkers;
import dev.ranvier.kernel.onednn.binding.Layouts;
import dev.ranvier.kernel.onednn.binding.MemoryDescription;
import dev.ranvier.kernel.onednn.conv.TapGemmConvolution.Cell;
import dev.ranvier.kernel.onednn.primitive.Reorder;
import dev.ranvier.tensor.Shape;
import dev.ranvier.tensor.TensorType;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/**
 * Filters as {@link TapGemmConvolution} want them: for every product the filters of its cells, in
 * bf16 and in the layout that oneDNN likes best.
 *
 * @param filters the type of w [rows, columns, C, O]
 * @param turned whether a cell's matrix is w[cell]ᵀ [O, C], else it is w[cell] [C, O]
 * @param chunks one for every product
 */
public record TapFilterPacking(TensorType filters, boolean turned, List<Chunk> chunks)
    implements Packing {
  /**
   * The right operand of a product.
   *
   * @param cells the cells whose matrices it consists of, one below the other
   * @param layout how it lies
   */
  record Chunk(List<Cell> cells, MemoryDescription layout) {
    /** How the matrix of a cell lies within it. */
    MemoryDescription cell(int index) {
      long[] sizes = layout.dimensions();
      sizes[0] /= cells.size();
      return cells.size() == 1 ? layout : layout.part(sizes, index * sizes[0], 0);
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

  /** One cell, as it is given. */
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
    TensorType cell = given();
    MemoryDescription from = Layouts.matrix(cell, turned);
    List<MemorySegment> parts = parts(packed);
    List<Reorder> reorders = new ArrayList<>();
    for (int i = 0; i < chunks.size(); i++) {
      List<Cell> cells = chunks.get(i).cells();
      for (int j = 0; j < cells.size(); j++) {
        MemorySegment source = plain.asSlice(cells.get(j).number() * cell.bytes(), cell.bytes());
        reorders.add(new Reorder(from, source, chunks.get(i).cell(j), parts.get(i)));
      }
    }
    return Reorder.call(reorders);
  }
}
