/**
 * Kernels on the Java Vector API: elementwise loops compiled from scalar programs when a graph is
 * compiled, and hand-written loops for the structural ops.
 *
 * <p>Imports {@code exec}, {@code op}, {@code graph} and {@code tensor}. Classes that mention
 * {@code jdk.incubator.vector} are loaded only where that module is present; everything else works
 * without.
 */
package dev.ranvier.kernel.vector;
