package dev.ranvier.kernel.onednn.conv;

import dev.ranvier.exec.Kernel;
import dev.ranvier.kernel.onednn.binding.Argument;
import dev.ranvier.kernel.onednn.binding.Attributes;
import dev.ranvier.kernel.onednn.binding.DataType;
import dev.ranvier.kernel.onednn.binding.MemoryDescription;
import dev.ranvier.kernel.onednn.binding.PostOperation;
import dev.ranvier.kernel.onednn.binding.PrimitiveDescription;
import dev.ranvier.kernel.onednn.conv.TapGemmConvolution.Epilogue;
import dev.ranvier.kernel.onednn.conv.TapGemmConvolution.Plane;
import dev.ranvier.kernel.onednn.primitive.MatMulPrimitives;
import dev.ranvier.kernel.onednn.primitive.PrimitiveKernel;
import dev.ranvier.kernel.onednn.primitive.PrimitiveKernel.Role;
import java.util.ArrayList;
import java.util.List;

/**
 * One of the GEMMs that add up to a plane: all but the last accumulate in single precision; the
 * last writes the result, with the epilogue.
 *
 * @param form the whole
 * @param plane the sum
 * @param chunk which of its GEMMs
 * @param images how many images at a time
 */
public record TapGemm(TapGemmConvolution form, Plane plane, int chunk, int images) {
  // Its kernel's inputs: first those of a convolution.
  static final int ROWS = 0;
  static final int FILTERS = 1;
  static final int BIAS = 2;
  static final int RESIDUAL = 3;
  static final int SUMS = 4;

  /** The layout that it prefers for its filters. */
  MemoryDescription filters() {
    MemoryDescription any = MemoryDescription.any(DataType.BF16, depth(), form.width());
    try (PrimitiveDescription gemm = describe(any)) {
      return gemm.layout(Argument.WEIGHTS);
    }
  }

  /** A kernel that takes filters in a layout. */
  Kernel kernel(MemoryDescription filters) {
    Epilogue epilogue = form.epilogue();
    List<Role> roles = new ArrayList<>();
    roles.add(Role.input(Argument.SOURCE, ROWS, rows()));
    roles.add(Role.input(Argument.WEIGHTS, FILTERS, filters));
    roles.add(Role.result(Argument.DESTINATION, 0, destination()));
    if (isLast()) {
      int operand = 0;
      if (chunk > 0) {
        roles.add(Role.input(Argument.postOperand(operand++), SUMS, sums()));
      }
      if (epilogue.residual().isPresent()) {
        roles.add(Role.input(Argument.postOperand(operand), RESIDUAL, residual()));
      }
      if (epilogue.isBiased()) {
        roles.add(Role.input(Argument.BIAS, BIAS, bias()));
      }
    }
    return new PrimitiveKernel(describe(filters), roles.toArray(Role[]::new));
  }

  private PrimitiveDescription describe(MemoryDescription filters) {
    return MatMulPrimitives.forward(
        rows(),
        filters,
        isLast() && form.epilogue().isBiased() ? bias() : MemoryDescription.none(),
        destination(),
        isLast() ? attributesOfLast() : chunk == 0 ? Attributes.PLAIN : adding());
  }

  private static Attributes adding() {
    return Attributes.PLAIN.with(new PostOperation.AddToDestination(1));
  }

  private Attributes attributesOfLast() {
    Attributes attributes = form.epilogue().activation();
    if (form.epilogue().residual().isPresent()) {
      attributes = attributes.withFirst(new PostOperation.Add(residual()));
    }
    if (chunk > 0) {
      attributes = attributes.withFirst(new PostOperation.Add(sums()));
    }
    return attributes;
  }

  boolean isLast() {
    return chunk == plane.chunks().size() - 1;
  }

  private long depth() {
    return (long) plane.chunks().get(chunk).size() * form.depth();
  }

  private MemoryDescription rows() {
    return MemoryDescription.rowMajor(DataType.BF16, outputPixels(), depth());
  }

  private MemoryDescription destination() {
    return isLast() ? matrix(DataType.of(form.result().dtype())) : sums();
  }

  private MemoryDescription sums() {
    return matrix(DataType.F32);
  }

  private MemoryDescription residual() {
    return matrix(DataType.of(form.epilogue().residual().orElseThrow()));
  }

  private MemoryDescription bias() {
    return MemoryDescription.rowMajor(DataType.F32, 1, form.width());
  }

  private MemoryDescription matrix(DataType type) {
    return MemoryDescription.rowMajor(type, outputPixels(), form.width());
  }

  private long outputPixels() {
    return (long) images * form.source().count();
  }
}
