/**
 * Names for layers, losses, optimizers and the rest; their description as trees of maps, lists and
 * scalars, which is what JSON and YAML hold; and trained models in files.
 *
 * <p>May import everything but the kernels.
 */
package dev.ranvier.catalog;
