package dev.ranvier.op;

import dev.ranvier.graph.Arithmetic;
import dev.ranvier.graph.Backward;
import dev.ranvier.graph.Node;
import dev.ranvier.graph.Op;
import dev.ranvier.op.scalar.Expression;
import dev.ranvier.op.scalar.ScalarProgram;
import dev.ranvier.tensor.DType;
import dev.ranvier.tensor.NdArray;
import dev.ranvier.tensor.Shape;
import dev.ranvier.tensor.TensorType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Several elementwise ops as one pass over memory: every output is a formula of the inputs at the
 * same place, and is stored or summed up. Made by the fusion pass.
 *
 * <p>Inputs are f32, bf16 or i32 (keys of random numbers). Between the formulas nothing is rounded
 * to bf16: a cast to it takes effect where a value is stored.
 *
 * @param shape the shape that the program runs over, to which every input broadcasts
 * @param program what is computed for each element
 * @param outcomes what becomes of each output of the program
 */
public record FusedOp(Shape shape, ScalarProgram program, List<Outcome> outcomes) implements Op {
  static final String NAME = "fused";

  /** Copies the list. */
  public FusedOp {
    outcomes = List.copyOf(outcomes);
  }

  /** A program whose outputs are all stored as f32. */
  public static FusedOp of(Shape shape, ScalarProgram program) {
    return new FusedOp(
        shape,
        program,
        Collections.nCopies(program.outputs().size(), new Outcome.Stored(DType.F32)));
  }

  /** One formula whose values are stored. */
  public static FusedOp single(int inputs, Expression formula, TensorType result) {
    return new FusedOp(
        result.shape(),
        ScalarProgram.of(inputs, List.of(formula)),
        List.of(new Outcome.Stored(result.dtype())));
  }

  @Override
  public List<TensorType> infer(List<TensorType> inputs) {
    Arguments.count(name(), program.inputs(), inputs);
    for (TensorType input : inputs) {
      if (!input.shape().broadcastsTo(shape)) {
        throw new IllegalArgumentException(
            "fused: input " + input + " does not broadcast to the loop's shape " + shape);
      }
    }
    return outcomes.stream().map(outcome -> outcome.type(shape)).toList();
  }

  @Override
  public List<Node> gradient(Backward backward) {
    throw backward.missing("differentiate before fusing");
  }

  @Override
  public List<NdArray> evaluate(List<NdArray> inputs) {
    List<NdArray> outputs = evaluate(shape, program, inputs);
    List<NdArray> results = new ArrayList<>();
    for (int i = 0; i < outcomes.size(); i++) {
      NdArray output = outputs.get(i);
      results.add(
          switch (outcomes.get(i)) {
            case Outcome.Stored stored -> output;
            case Outcome.Reduced reduced -> reduced.apply(output);
          });
    }
    return results;
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

  /** The instructions, and one more for each output that is reduced. */
  @Override
  public Arithmetic arithmetic(List<Shape> inputs, Shape result) {
    return Arithmetic.others(
        (program.instructions().size()
                + outcomes.stream().filter(Outcome.Reduced.class::isInstance).count())
            * shape.elements());
  }
}
