package dev.ranvier.infer;

/**
 * How likely a class is, as a model says.
 *
 * @param name the class
 * @param probability from 0 to 1
 */
public record ClassProbability(String name, double probability) {}
