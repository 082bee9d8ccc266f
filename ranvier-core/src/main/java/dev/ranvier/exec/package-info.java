/**
 * Execution: what a kernel and a backend are, how a graph is compiled to a plan of kernel calls and
 * run.
 *
 * <p>Imports {@code plan}, {@code op}, {@code graph} and {@code tensor}.
 */
package dev.ranvier.exec;
