/**
 * The ops, one file each: attributes, shape rule, gradient, definition.
 *
 * <p>Imports {@code graph} and {@code tensor}; the language of scalar expressions, by which
 * elementwise ops are defined, is {@code op.scalar}.
 */
package dev.ranvier.op;
