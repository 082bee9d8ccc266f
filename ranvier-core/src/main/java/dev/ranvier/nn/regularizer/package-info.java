/** Penalties on weights, a record each. */
package dev.ranvier.nn.regularizer;
