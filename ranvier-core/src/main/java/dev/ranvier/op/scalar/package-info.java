/**
 * Scalar expressions: formulas over single numbers that can be evaluated, differentiated, joined
 * and compiled. Every elementwise op is defined by one.
 *
 * <p>Imports {@code tensor} only.
 */
package dev.ranvier.op.scalar;
