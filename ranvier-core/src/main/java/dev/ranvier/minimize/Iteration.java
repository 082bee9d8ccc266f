package dev.ranvier.minimize;

/**
 * An iteration of a minimization, seen from the point that it led to.
 *
 * @param number the iteration, from 1
 * @param value the function's value at the point
 * @param gradient the greatest element of its gradient, without sign
 * @param step how much of its direction was taken: 1 is the whole step that the method proposes
 */
public record Iteration(int number, double value, double gradient, double step) {}
