package dev.ranvier.graph;

/**
 * The arithmetic of an op by its definition.
 *
 * <p>A function such as exp counts as one operation, a comparison too; moving elements about counts
 * as none. Padding counts as if it were multiplied, as papers do.
 *
 * @param products operations in sums of products, a multiplication and an addition each: matrix
 *     products, convolutions, and their gradients
 * @param others all other operations
 */
public record Arithmetic(long products, long others) {
  /** Of an op that only moves elements. */
  public static final Arithmetic NONE = new Arithmetic(0, 0);

  /** Sums of products alone. */
  public static Arithmetic products(long operations) {
    return new Arithmetic(operations, 0);
  }

  /** No sums of products. */
  public static Arithmetic others(long operations) {
    return new Arithmetic(0, operations);
  }

  /** Both together. */
  public Arithmetic plus(Arithmetic more) {
    return new Arithmetic(products + more.products, others + more.others);
  }
}
