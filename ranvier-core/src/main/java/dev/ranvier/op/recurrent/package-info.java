/**
 * Recurrent layers as one op over all steps, with its gradient.
 *
 * <p>Imports {@code graph} and {@code tensor}.
 */
package dev.ranvier.op.recurrent;
