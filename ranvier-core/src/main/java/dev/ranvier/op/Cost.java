package dev.ranvier.op;

import dev.ranvier.graph.Application;
import dev.ranvier.graph.Arithmetic;
import dev.ranvier.graph.Node;
import dev.ranvier.graph.Op;
import dev.ranvier.tensor.Shape;
import java.util.List;

/**
 * The work of an application by its definition: what a profile sets against the machine's peaks.
 *
 * <p>Each op states its {@link Op#arithmetic}; bytes are those of its inputs and results.
 *
 * @param products operations in sums of products, a multiplication and an addition each: matrix
 *     products, convolutions, and their gradients
 * @param others all other arithmetic
 * @param bytes what is read and written at least: every input and every result once
 */
public record Cost(long products, long others, long bytes) {
  /** No work. */
  public static final Cost NONE = new Cost(0, 0, 0);

  /** The cost of an application. */
  public static Cost of(Application application) {
    List<Shape> inputs = application.inputs().stream().map(Node::shape).toList();
    Arithmetic arithmetic =
        application.op().arithmetic(inputs, application.results().getFirst().shape());
    return new Cost(
        arithmetic.products(),
        arithmetic.others(),
        application.op() instanceof ReshapeOp ? 0 : bytes(application)); // a reshape is a view
  }

  /** All operations. */
  public long operations() {
    return products + others;
  }

  /** Both together. */
  public Cost plus(Cost other) {
    return new Cost(products + other.products, others + other.others, bytes + other.bytes);
  }

  private static long bytes(Application application) {
    long read =
        application.inputs().stream().distinct().mapToLong(node -> node.type().bytes()).sum();
    return read + application.results().stream().mapToLong(node -> node.type().bytes()).sum();
  }
}
