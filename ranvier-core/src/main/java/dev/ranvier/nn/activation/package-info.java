/** Activation functions, a record each. */
package dev.ranvier.nn.activation;
