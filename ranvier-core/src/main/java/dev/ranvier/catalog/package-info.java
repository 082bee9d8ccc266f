/**
 * Names for layers, losses, optimizers and the rest; their description as trees of maps, lists and
 * scalars, which is what JSON and YAML hold; and trained models in files.
 *
 * <p>Imports {@code train}, {@code infer}, {@code zoo}, {@code nn}, {@code optim}, {@code
 * minimize}, {@code data}, {@code exec}, {@code op}, {@code graph} and {@code tensor}.
 */
package dev.ranvier.catalog;
