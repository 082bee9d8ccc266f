package dev.ranvier.kernel;

import dev.ranvier.exec.Backend;
import dev.ranvier.exec.Workers;
import dev.ranvier.kernel.onednn.OneDnnBackend;
import dev.ranvier.kernel.vector.VectorBackend;
import dev.ranvier.kernel.vector.gemm.GemvBackend;
import dev.ranvier.kernel.vector.winograd.WinogradBackend;

/**
 * Where the rows of the tables get their kernels: from families that offer what they can compute.
 *
 * @param machine which of them can run
 * @param oneDnn the native library's
 * @param winograd convolutions by fewer multiplications
 * @param gemv GEMV kernels
 * @param java all others in Java
 */
record Kernels(
    Machine machine, OneDnnBackend oneDnn, Backend winograd, Backend gemv, Backend java) {
  /** Kernels that run on the given threads, and oneDNN's own. */
  static Kernels of(Machine machine, Workers workers) {
    return new Kernels(
        machine,
        new OneDnnBackend(machine.processor(), machine.threads() == 1),
        new WinogradBackend(workers),
        new GemvBackend(workers),
        new VectorBackend(workers));
  }
}
