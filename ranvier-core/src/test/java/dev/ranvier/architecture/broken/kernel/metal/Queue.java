package dev.ranvier.architecture.broken.kernel.metal;

/** A kernel package that is not in the table by name. */
public record Queue() {}
