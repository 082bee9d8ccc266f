package dev.ranvier.op;

import dev.ranvier.graph.Application;
import dev.ranvier.graph.Node;
import dev.ranvier.graph.Op;
import dev.ranvier.op.scalar.ScalarProgram;
import dev.ranvier.tensor.Shape;
import java.util.List;
import java.util.Optional;

/**
 * The work of an application by its definition: what a profile sets against the machine's peaks.
 *
 * <p>A function such as exp counts as one operation, a comparison too; moving elements about counts
 * as none. Padding counts as if it were multiplied, as papers do. An op that is not known here
 * counts by its bytes alone.
 *
 * @param products operations in sums of products, a multiplication and an addition each: matrix
 *     products, convolutions, and their gradients
 * @param others all other arithmetic
 * @param bytes what is read and written at least: every input and every result once
 */
public record Cost(long products, long others, long bytes) {
  /** No work. */
  public static final Cost NONE = new Cost(0, 0, 0);

  /** The greatest, a difference, an exponential, the sum, a quotient. */
  private static final long SOFTMAX = 5;

  /** A product and its sum, a difference and a product. */
  private static final long SOFTMAX_GRADIENT = 4;

  /** The cost of an application. */
  public static Cost of(Application application) {
    List<Shape> inputs = application.inputs().stream().map(Node::shape).toList();
    List<Shape> results = application.results().stream().<Shape>map(Node::shape).toList();
    return new Cost(
        products(application.op(), inputs, results.getFirst()),
        others(application.op(), inputs, results.getFirst()),
        application.op() instanceof Reshape ? 0 : bytes(application)); // a reshape is a view
  }

  /** All operations. */
  public long operations() {
    return products + others;
  }

  /** Both together. */
  public Cost plus(Cost other) {
    return new Cost(products + other.products, others + other.others, bytes + other.bytes);
  }

  private static long products(Op op, List<Shape> inputs, Shape result) {
    return switch (op) {
      case MatMul product -> 2 * inputs.getFirst().elements() * result.size(-1);
      case BatchMatMul product -> 2 * inputs.getFirst().elements() * result.size(-1);
      case Convolution2d convolution -> convolution(result, inputs.get(1));
      case Convolution2dInputGradient gradient -> convolution(inputs.get(0), inputs.get(1));
      case Convolution2dFilterGradient gradient -> convolution(inputs.get(1), gradient.filter());
      case Biased biased -> products(biased.base(), inputs, result);
      case BiasedResidual biased -> products(biased.base(), inputs, result);
      case LowPrecision low -> products(low.base(), inputs, result);
      // The result is h [steps, batch, units], the weights are [units, gates·units].
      case Recurrent recurrent -> 2 * result.elements() * inputs.get(1).size(1);
      case RecurrentGradient gradient -> 4 * inputs.getFirst().elements() * inputs.get(1).size(1);
      default -> 0;
    };
  }

  /** Two for every weight that an output sums over. */
  private static long convolution(Shape output, Shape filter) {
    return 2 * output.elements() * (filter.elements() / filter.size(-1));
  }

  private static long others(Op op, List<Shape> inputs, Shape result) {
    return switch (op) {
      case Elementwise elementwise -> instructions(elementwise) * result.elements();
      case Fused fused -> operations(fused) * fused.shape().elements();
      case Uniform uniform -> result.elements();
      case Biased biased ->
          others(biased.base(), inputs, result)
              + (1 + activation(biased.activation())) * result.elements();
      case BiasedResidual biased ->
          others(biased.base(), inputs, result)
              + (2 + activation(biased.activation())) * result.elements();
      case LowPrecision low -> others(low.base(), inputs, result);
      case Sum sum -> inputs.getFirst().elements();
      case Max max -> inputs.getFirst().elements();
      case ScatterAdd add -> inputs.getFirst().elements();
      case ArgMax argMax -> inputs.getFirst().elements();
      case Softmax softmax -> SOFTMAX * result.elements();
      case SoftmaxGradient gradient -> SOFTMAX_GRADIENT * result.elements();
      case LogSoftmax softmax -> SOFTMAX * result.elements();
      case MaxPool2d pool -> cells(pool.window()) * result.elements();
      case MaxPool2dGradient gradient -> inputs.get(1).elements();
      case AveragePool2d pool -> cells(pool.window()) * result.elements();
      case AveragePool2dGradient gradient ->
          cells(gradient.window()) * inputs.getFirst().elements();
      default -> 0;
    };
  }

  /** The instructions, and one more for each output that is reduced. */
  private static long operations(Fused op) {
    return op.program().instructions().size()
        + op.outcomes().stream().filter(outcome -> outcome instanceof Outcome.Reduced).count();
  }

  private static long activation(Optional<Elementwise> activation) {
    return activation.map(Cost::instructions).orElse(0L);
  }

  private static long instructions(Elementwise op) {
    return ScalarProgram.of(op.arity(), List.of(op.formula())).instructions().size();
  }

  private static long cells(Pair window) {
    return (long) window.rows() * window.columns();
  }

  private static long bytes(Application application) {
    long read =
        application.inputs().stream().distinct().mapToLong(node -> node.type().bytes()).sum();
    return read + application.results().stream().mapToLong(node -> node.type().bytes()).sum();
  }
}
