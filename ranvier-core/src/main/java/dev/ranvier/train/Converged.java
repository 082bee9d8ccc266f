package dev.ranvier.train;

/**
 * The end that a minimizer comes to by itself: nothing is left to gain.
 *
 * @param name the minimizer's
 */
record Converged(String name) implements StoppingCriterion {}
