package dev.ranvier.op;

import dev.ranvier.graph.Arithmetic;
import dev.ranvier.graph.Backward;
import dev.ranvier.graph.Node;
import dev.ranvier.graph.Op;
import dev.ranvier.op.recurrent.RecurrentGradientOp;
import dev.ranvier.op.recurrent.RecurrentOp;
import dev.ranvier.op.scalar.ScalarProgram;
import dev.ranvier.tensor.DType;
import dev.ranvier.tensor.NdArray;
import dev.ranvier.tensor.Shape;
import dev.ranvier.tensor.TensorType;
import java.util.ArrayList;
import java.util.List;

/**
 * A scalar program over rows that are made of blocks of equal length: what recurrent layers compute
 * beside their products. Made by the kernels of {@link RecurrentOp} and {@link
 * RecurrentGradientOp}.
 *
 * <p>Formula: the program's j-th argument for row r and unit i is number i of the j-th block of row
 * r, where blocks are counted through all inputs; its outputs fill the results' blocks in the same
 * way. Shapes: an input of k blocks is [rows, k·units], or [k·units] where all rows share it; with
 * {@link #ONE_NUMBER} it is [rows, 1], the same for all units; a result of k blocks is [rows,
 * k·units]. Errors: inputs whose rows or units differ.
 *
 * @param program what is computed for each unit of each row
 * @param inputs for each input, how many blocks it has
 * @param results for each result, how many blocks it has
 * @param dtypes the element types of the results
 */
public record BlockwiseOp(
    ScalarProgram program, List<Integer> inputs, List<Integer> results, List<DType> dtypes)
    implements Op {
  /** In place of a number of blocks: the input has one number a row. */
  public static final int ONE_NUMBER = 0;

  /** Copies the lists. */
  public BlockwiseOp {
    inputs = List.copyOf(inputs);
    results = List.copyOf(results);
    dtypes = List.copyOf(dtypes);
  }

  /** How many units a row has, by the first input. */
  public int units(TensorType first) {
    return first.shape().size(-1) / inputs.getFirst();
  }

  @Override
  public List<TensorType> infer(List<TensorType> types) {
    Arguments.count(name(), inputs.size(), types);
    Arguments.rank(name(), "the first input", 2, types.getFirst());
    int rows = types.getFirst().shape().size(0);
    int units = units(types.getFirst());
    for (int i = 0; i < types.size(); i++) {
      int blocks = inputs.get(i);
      Shape shape = Shape.of(rows, blocks == ONE_NUMBER ? 1 : blocks * units);
      if (!types.get(i).shape().equals(shape) && !types.get(i).shape().equals(shape.remove(0))) {
        throw new IllegalArgumentException(
            String.format(
                "blockwise: input %d must be %s or one such row, got %s", i, shape, types.get(i)));
      }
    }
    List<TensorType> made = new ArrayList<>();
    for (int i = 0; i < results.size(); i++) {
      made.add(new TensorType(dtypes.get(i), Shape.of(rows, results.get(i) * units)));
    }
    return made;
  }

  @Override
  public List<Node> gradient(Backward backward) {
    throw backward.missing("differentiate the recurrent layer it is a step of");
  }

  @Override
  public List<NdArray> evaluate(List<NdArray> arrays) {
    int rows = arrays.getFirst().shape().size(0);
    int units = arrays.getFirst().shape().size(1) / inputs.getFirst();
    List<NdArray> made = new ArrayList<>();
    results.forEach(blocks -> made.add(NdArray.zeros(Shape.of(rows, blocks * units))));
    double[] arguments = new double[program.inputs()];
    for (int row = 0; row < rows; row++) {
      for (int unit = 0; unit < units; unit++) {
        int next = 0;
        for (int i = 0; i < arrays.size(); i++) {
          NdArray array = arrays.get(i);
          int start = array.shape().rank() == 1 ? 0 : row * array.shape().size(1);
          if (inputs.get(i) == ONE_NUMBER) {
            arguments[next++] = array.data()[start];
          }
          for (int block = 0; block < inputs.get(i); block++) {
            arguments[next++] = array.data()[start + block * units + unit];
          }
        }
        double[] outputs = program.evaluate(arguments, row * units + unit);
        int output = 0;
        for (int i = 0; i < made.size(); i++) {
          for (int block = 0; block < results.get(i); block++) {
            int start = (row * results.get(i) + block) * units;
            made.get(i).data()[start + unit] = outputs[output++];
          }
        }
      }
    }
    return made;
  }

  /** Counted by the recurrent op that it is a part of. */
  @Override
  public Arithmetic arithmetic(List<Shape> inputs, Shape result) {
    return Arithmetic.NONE;
  }
}
