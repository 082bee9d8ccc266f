package dev.ranvier.kernel.vector;

import java.lang.classfile.TypeKind;
import java.util.function.IntConsumer;

/** Writes single steps as bytecode that leaves the result on the operand stack. */
interface StepEmitter {
  /**
   * Writes a step other than a load, an index or a number.
   *
   * @param push writes the push of the part at a position
   */
  void compute(Step step, IntConsumer push);

  /** Writes the load of what lies at an address, which {@code address} pushes. */
  void load(Primitive load, Runnable address);

  /** Writes the store of a value to an address. */
  void store(Runnable value, Runnable address);

  /** The kind of local variable that holds a value. */
  TypeKind typeKind(Primitive.Kind kind);
}
