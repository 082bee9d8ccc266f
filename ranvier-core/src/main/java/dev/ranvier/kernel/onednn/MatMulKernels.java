package dev.ranvier.kernel.onednn;

import dev.ranvier.exec.Kernel;
import dev.ranvier.graph.Application;
import dev.ranvier.graph.Node;
import dev.ranvier.kernel.onednn.PrimitiveKernel.Role;
import dev.ranvier.op.BatchMatMul;
import dev.ranvier.op.MatMul;

/**
 * Matrix products; transposed operands are a matter of strides.
 *
 * <p>Where vectors have 256 bits, oneDNN's older implementation takes 2 to 16 % less time than its
 * first choice, but for long sums (Zen 3, one thread, the shapes of small multilayer perceptrons).
 */
final class MatMulKernels {
  private static final int LONG_SUM = 2048;

  private MatMulKernels() {}

  static Kernel plain(MatMul op, Application application) {
    return kernel(op, Attributes.PLAIN, application, false);
  }

  /** With one more input, the bias. */
  static Kernel biased(MatMul op, Attributes after, Application application) {
    return kernel(op, after, application, true);
  }

  /** The products of all matrices side by side. */
  static Kernel batch(BatchMatMul op, Application application) {
    MemoryDescription left =
        Layouts.matrices(application.inputs().get(0).type(), op.transposeLeft());
    MemoryDescription right =
        Layouts.matrices(application.inputs().get(1).type(), op.transposeRight());
    MemoryDescription product = Layouts.matrices(application.result().type(), false);
    PrimitiveDescription description =
        MatrixProductPrimitives.forward(
            left, right, MemoryDescription.none(), product, Attributes.PLAIN);
    return new PrimitiveKernel(
        description,
        Role.input(Argument.SOURCE, 0, left),
        Role.input(Argument.WEIGHTS, 1, right),
        Role.result(Argument.DESTINATION, 0, product));
  }

  private static PrimitiveDescription fastest(PrimitiveDescription first, int inner) {
    return inner < LONG_SUM && !Dnnl.instructionSet().hasWideVectors()
        ? first.by("gemm:jit").orElse(first)
        : first;
  }

  private static Kernel kernel(
      MatMul op, Attributes attributes, Application application, boolean biased) {
    MemoryDescription left = Layouts.matrix(application.inputs().get(0).type(), op.transposeLeft());
    MemoryDescription right =
        Layouts.matrix(application.inputs().get(1).type(), op.transposeRight());
    MemoryDescription product = Layouts.rowMajor(application.result().type());
    MemoryDescription bias =
        biased ? Layouts.row(application.inputs().get(2).shape()) : MemoryDescription.none();
    // Weights that the optimizer keeps in single precision are rounded by a reorder.
    Node source = application.inputs().get(0);
    Node weights = application.inputs().get(1);
    MemoryDescription wanted =
        source.dtype() == weights.dtype()
            ? right
            : Layouts.anyMatrix(DataType.of(source.dtype()), weights.shape(), op.transposeRight());
    int inner = application.inputs().get(0).shape().size(op.transposeLeft() ? 0 : 1);
    PrimitiveDescription description =
        fastest(MatrixProductPrimitives.forward(left, wanted, bias, product, attributes), inner);
    Role in = Role.input(Argument.SOURCE, 0, left);
    Role factor = Role.input(Argument.WEIGHTS, 1, right);
    Role out = Role.result(Argument.DESTINATION, 0, product);
    return biased
        ? new PrimitiveKernel(description, in, factor, Role.input(Argument.BIAS, 2, bias), out)
        : new PrimitiveKernel(description, in, factor, out);
  }
}
