package dev.ranvier.op;

import dev.ranvier.graph.Backward;
import dev.ranvier.graph.Node;
import dev.ranvier.graph.Op;
import dev.ranvier.op.scalar.ScalarProgram;
import dev.ranvier.tensor.DType;
import dev.ranvier.tensor.NdArray;
import dev.ranvier.tensor.Shape;
import dev.ranvier.tensor.TensorType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Several elementwise ops as one pass over memory: every result is a formula of the inputs at the
 * same place. Made by the fusion pass. Keys of random numbers are i32 inputs; all results are f32.
 *
 * @param shape the common shape of the results, to which every input broadcasts
 * @param program what is computed for each element
 */
public record Fused(Shape shape, ScalarProgram program) implements Op {
  @Override
  public List<TensorType> infer(List<TensorType> inputs) {
    Arguments.count(name(), program.inputs(), inputs);
    for (TensorType input : inputs) {
      if (!input.shape().broadcastsTo(shape)) {
        throw new IllegalArgumentException(
            "fused: input " + input + " does not broadcast to the loop's shape " + shape);
      }
    }
    return Collections.nCopies(program.outputs().size(), new TensorType(DType.F32, shape));
  }

  @Override
  public List<Node> gradient(Backward backward) {
    throw backward.missing("differentiate before fusing");
  }

  @Override
  public List<NdArray> evaluate(List<NdArray> inputs) {
    return evaluate(shape, program, inputs);
  }

  /** Runs a program for every element of a shape, over arrays that broadcast to it. */
  static List<NdArray> evaluate(Shape shape, ScalarProgram program, List<NdArray> inputs) {
    List<NdArray> arguments = inputs.stream().map(input -> input.broadcastTo(shape)).toList();
    List<NdArray> results = new ArrayList<>();
    program.outputs().forEach(output -> results.add(NdArray.zeros(shape)));
    double[] values = new double[inputs.size()];
    for (int i = 0; i < shape.elements(); i++) {
      for (int j = 0; j < values.length; j++) {
        values[j] = arguments.get(j).data()[i];
      }
      double[] element = program.evaluate(values, i);
      for (int k = 0; k < element.length; k++) {
        results.get(k).data()[i] = element[k];
      }
    }
    return results;
  }
}
