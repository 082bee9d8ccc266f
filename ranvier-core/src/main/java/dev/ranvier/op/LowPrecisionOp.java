package dev.ranvier.op;

import dev.ranvier.graph.Arithmetic;
import dev.ranvier.graph.Backward;
import dev.ranvier.graph.Node;
import dev.ranvier.graph.Op;
import dev.ranvier.tensor.DType;
import dev.ranvier.tensor.NdArray;
import dev.ranvier.tensor.Shape;
import dev.ranvier.tensor.TensorType;
import java.util.List;
import java.util.stream.IntStream;

/**
 * An op that computes with bf16 operands and sums in single precision. Made by the precision pass,
 * where a backend is faster that way.
 *
 * <p>Formula: that of the base. Operands that arrive in f32 (weights, of which the optimizer keeps
 * the full precision) are rounded to bf16 by whoever computes; the definition leaves them as they
 * are. Shapes: as the base's.
 *
 * @param base the op
 * @param results the element types of the results
 */
public record LowPrecisionOp(Op base, List<DType> results) implements Op {
  /** Copies the list. */
  public LowPrecisionOp {
    results = List.copyOf(results);
  }

  /** An op of one result in f32 on operands of a type: itself, or this where that is bf16. */
  public static Op of(Op base, DType operands) {
    return operands == DType.F32 ? base : new LowPrecisionOp(base, List.of(DType.F32));
  }

  /** The op whose formula is computed in some precision: the base of this, any other op itself. */
  public static Op computed(Op op) {
    return op instanceof LowPrecisionOp(Op base, var _) ? base : op;
  }

  @Override
  public List<TensorType> infer(List<TensorType> inputs) {
    if (inputs.isEmpty()) {
      throw new IllegalArgumentException(
          name() + ": takes the inputs of " + base.name() + ", got none");
    }
    List<TensorType> wide =
        inputs.stream()
            .map(type -> type.dtype() == DType.BF16 ? type.withDType(DType.F32) : type)
            .toList();
    List<TensorType> full = base.infer(wide);
    if (full.size() != results.size()) {
      throw new IllegalArgumentException(
          name() + ": " + results.size() + " element types for " + full.size() + " results");
    }
    return IntStream.range(0, full.size())
        .mapToObj(i -> full.get(i).withDType(results.get(i)))
        .toList();
  }

  @Override
  public List<Node> gradient(Backward backward) {
    throw backward.missing("differentiate before lowering the precision");
  }

  @Override
  public List<NdArray> evaluate(List<NdArray> inputs) {
    return base.evaluate(inputs);
  }

  @Override
  public String name() {
    return base.name() + "-bf16";
  }

  @Override
  public Arithmetic arithmetic(List<Shape> inputs, Shape result) {
    return base.arithmetic(inputs, result);
  }
}
