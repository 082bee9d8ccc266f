package dev.ranvier.kernel.vector.loop;

import dev.ranvier.tensor.DType;
import java.lang.classfile.TypeKind;
import java.util.function.IntConsumer;

/** Writes single instructions as bytecode that leaves the result on the operand stack. */
public interface InstructionEmitter {
  /**
   * Writes an instruction other than a load, an index or a number.
   *
   * @param push writes the push of the part at a position
   */
  void compute(Instruction instruction, IntConsumer push);

  /** Writes the load of what lies at an address, which {@code address} pushes. */
  void load(Operation load, Runnable address);

  /** Writes the store of a value of a type to an address; bf16 is the lower half of an int. */
  void store(DType dtype, Runnable value, Runnable address);

  /** Writes the sum or the greater of two floats that are on the stack. */
  void combine(Operation primitive);

  /** The kind of local variable that holds a value. */
  TypeKind typeKind(Operation.Kind kind);
}
