package dev.ranvier.kernel;

import dev.ranvier.exec.Processor;
import dev.ranvier.exec.Workers;
import dev.ranvier.kernel.onednn.OneDnnBackend;
import dev.ranvier.kernel.onednn.binding.NativeLibrary;
import dev.ranvier.kernel.vector.loop.LoopForm;
import java.util.EnumSet;
import java.util.Set;

/**
 * What kernels are chosen for, and from.
 *
 * @param processor the processor
 * @param families the kernels that can run at all, beside those in plain Java
 * @param threads how many share the work
 */
public record Machine(Processor processor, Set<Family> families, int threads) {
  private static final String WINOGRAD_PROPERTY = "ranvier.winograd";

  /** Kernels that may be missing. */
  public enum Family {
    /** Those of the native library. */
    ONEDNN,
    /** Those written with the Vector API. */
    VECTOR_API,
    /** Winograd's convolutions: with the Vector API, and not turned off. */
    WINOGRAD
  }

  /** Copies the set. */
  public Machine {
    families = Set.copyOf(families);
  }

  /** This machine with the threads of an engine; {@code -Dranvier.winograd=off} is heeded. */
  public static Machine current(Workers workers) {
    Set<Family> families = EnumSet.noneOf(Family.class);
    boolean oneDnn = NativeLibrary.problem().isEmpty();
    if (oneDnn) {
      families.add(Family.ONEDNN);
    }
    if (LoopForm.available() == LoopForm.VECTOR) {
      families.add(Family.VECTOR_API);
      if (!"off".equals(System.getProperty(WINOGRAD_PROPERTY))) {
        families.add(Family.WINOGRAD);
      }
    }
    return new Machine(
        oneDnn ? OneDnnBackend.processor() : Processor.current(), families, workers.threads());
  }

  /** The same with one thread. */
  Machine alone() {
    return new Machine(processor, families, 1);
  }

  /** Whether bf16 can be multiplied: by oneDNN, on instructions made for it. */
  boolean hasBf16() {
    return families.contains(Family.ONEDNN)
        && processor.instructions().has(Processor.InstructionSet.AVX512_BF16);
  }
}
