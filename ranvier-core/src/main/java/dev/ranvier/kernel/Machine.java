package dev.ranvier.kernel;

import dev.ranvier.exec.Processor;
import dev.ranvier.exec.Processor.InstructionSet;
import dev.ranvier.exec.Workers;
import dev.ranvier.kernel.onednn.OneDnnBackend;
import dev.ranvier.kernel.onednn.binding.NativeLibrary;
import dev.ranvier.kernel.vector.loop.LoopForm;
import java.util.EnumSet;
import java.util.Set;

/** What kernels are chosen for, and from. */
public final class Machine {
  private static final String WINOGRAD_PROPERTY = "ranvier.winograd";

  /** Kernels that may be missing. */
  public enum Family {
    /** Those of the native library. */
    ONEDNN,
    /** Those written with the Vector API. */
    VECTOR_API,
    /** Winograd's convolutions: with the Vector API, and not switched off. */
    WINOGRAD
  }

  private final Processor processor;
  private final InstructionSet instructions; // every row of every table asks for it
  private final Set<Family> families;
  private final int threads;

  /**
   * A machine.
   *
   * @param families the kernels that can run at all, beside those in plain Java
   * @param threads how many share the work
   */
  public Machine(Processor processor, Set<Family> families, int threads) {
    this.processor = processor;
    this.instructions = processor.instructions();
    this.families = Set.copyOf(families);
    this.threads = threads;
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

  Processor processor() {
    return processor;
  }

  InstructionSet instructions() {
    return instructions;
  }

  Set<Family> families() {
    return families;
  }

  int threads() {
    return threads;
  }

  /** The same with one thread. */
  Machine alone() {
    return new Machine(processor, families, 1);
  }

  /** Whether bf16 can be multiplied: by oneDNN, on instructions made for it. */
  boolean hasBf16() {
    return families.contains(Family.ONEDNN) && instructions.has(InstructionSet.AVX512_BF16);
  }
}
