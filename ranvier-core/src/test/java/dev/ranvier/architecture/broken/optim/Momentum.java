package dev.ranvier.architecture.broken.optim;

import dev.ranvier.architecture.broken.nn.Dense;

/** Imports a package beside its own, which imports it in turn. */
public record Momentum(Dense layer) {}
