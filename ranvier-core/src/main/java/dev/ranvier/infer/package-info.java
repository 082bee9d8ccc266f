/**
 * Using models: sessions that predict, from any number of threads, without allocating.
 *
 * <p>Imports {@code nn}, {@code exec}, {@code graph} and {@code tensor}.
 */
package dev.ranvier.infer;
