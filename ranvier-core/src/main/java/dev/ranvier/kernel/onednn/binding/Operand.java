package dev.ranvier.kernel.onednn.binding;

import java.lang.foreign.MemorySegment;

/**
 * A buffer and the role it plays for a primitive.
 *
 * @param argument one of {@link Argument}
 * @param data native memory; at least as many bytes as the primitive's layout for it takes
 */
public record Operand(int argument, MemorySegment data) {

  public static Operand of(int argument, MemorySegment data) {
    return new Operand(argument, data);
  }
}
