package dev.ranvier.nn;

/**
 * How many connections a weight tensor makes: what initializers scale by.
 *
 * @param in the inputs of one unit
 * @param out the units that one input feeds
 */
public record Fans(long in, long out) {
  /** For tensors that connect nothing, such as biases. */
  public static final Fans NONE = new Fans(1, 1);
}
