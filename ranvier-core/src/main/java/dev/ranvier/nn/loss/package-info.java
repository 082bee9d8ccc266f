/** Losses, a record each. */
package dev.ranvier.nn.loss;
