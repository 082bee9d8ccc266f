/**
 * The contracts of layers, activations, losses, initializers, regularizers and constraints, and the
 * model that holds their parameters. The members of each are in a package below.
 *
 * <p>Imports {@code setting}, {@code op}, {@code graph} and {@code tensor}.
 */
package dev.ranvier.nn;
