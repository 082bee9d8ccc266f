package dev.ranvier.kernel.vector.loop;

import dev.ranvier.op.scalar.ScalarProgram;
import dev.ranvier.tensor.DType;
import java.util.List;

/**
 * What one compiled loop is for; equal keys share it.
 *
 * @param program what is computed for each element
 * @param dtypes the element types of the operands
 * @param accesses how the operands are read
 * @param outputs where the outputs go
 * @param form how the loop is written
 */
public record LoopKey(
    ScalarProgram program,
    List<DType> dtypes,
    List<AccessPattern> accesses,
    List<LoopOutput> outputs,
    LoopForm form) {
  /** Copies the lists. */
  public LoopKey {
    dtypes = List.copyOf(dtypes);
    accesses = List.copyOf(accesses);
    outputs = List.copyOf(outputs);
  }

  /** Whether some output is reduced, so that elements have to be visited in order. */
  boolean reduces() {
    return outputs.stream().anyMatch(output -> output instanceof LoopOutput.Combined);
  }
}
