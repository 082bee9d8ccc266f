package dev.ranvier.nn;

/**
 * A layer that is one function of every number, or of a row of numbers: what the catalogue lists
 * under activations.
 *
 * <p>One of every number states its formula as an {@link ElementwiseActivation}; one of a row, or
 * with parameters, writes {@link Layer#apply}.
 */
public interface Activation extends Layer {}
