/**
 * Using models: trained models with all that using them needs, and sessions that predict, from any
 * number of threads, without allocating.
 *
 * <p>Imports {@code nn}, {@code data}, {@code exec}, {@code op}, {@code graph} and {@code tensor}.
 */
package dev.ranvier.infer;
