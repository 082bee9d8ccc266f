package dev.ranvier.exec;

import dev.ranvier.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.util.List;

/**
 * The buffers that a kernel call works on.
 *
 * @param inputs one tensor for each input of the op
 * @param results one tensor for each result, to be written
 * @param scratch {@link Kernel#scratchBytes} bytes of work memory, 64-byte aligned
 */
public record Binding(List<Tensor> inputs, List<Tensor> results, MemorySegment scratch) {
  /** The memory of one input. */
  public MemorySegment input(int index) {
    return inputs.get(index).memory();
  }

  /** The memory of one result. */
  public MemorySegment result(int index) {
    return results.get(index).memory();
  }
}
