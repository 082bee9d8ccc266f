/** Recurrent layers as one op over all steps, with its gradient. */
package dev.ranvier.op.recurrent;
