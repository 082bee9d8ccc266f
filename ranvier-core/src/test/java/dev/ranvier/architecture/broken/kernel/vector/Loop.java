package dev.ranvier.architecture.broken.kernel.vector;

import dev.ranvier.architecture.broken.kernel.metal.Queue;

/** Imports another kernel package. */
public record Loop(Queue queue) {}
