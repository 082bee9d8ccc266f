/** Initializers of weights, a record each. */
package dev.ranvier.nn.initializer;
