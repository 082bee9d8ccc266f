package dev.ranvier.exec;

import dev.ranvier.graph.Application;
import dev.ranvier.graph.Input;
import dev.ranvier.graph.Op;
import dev.ranvier.tensor.Tensor;
import dev.ranvier.tensor.TensorType;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Where kernels that are made of others find these.
 *
 * @param backends asked in this order; where none offers a kernel, the op's definition runs
 */
record PartKernels(List<Backend> backends) {
  /** The right operand of a GEMM. */
  private static final int RIGHT = 1;

  /** Kernels that stay on the thread that calls them. */
  static PartKernels onCallersThread(List<Backend> backends) {
    return new PartKernels(backends.stream().map(Backend::onCallersThread).toList());
  }

  /** A kernel for an op on inputs of some types. */
  Kernel kernel(Op op, List<TensorType> types) {
    List<Input> inputs = new ArrayList<>();
    for (TensorType type : types) {
      inputs.add(new Input("part" + inputs.size(), type));
    }
    Application application = Application.of(op, inputs);
    return backends.stream()
        .flatMap(backend -> backend.kernel(application).stream())
        .findFirst()
        .orElseGet(() -> new DefinitionKernel(op));
  }

  /** A kernel for a GEMM whose right operand is read many times before it changes. */
  PackedKernel withFrozenRight(Op op, TensorType left, TensorType right) {
    Kernel kernel = kernel(op, List.of(left, right));
    return kernel.packed(Set.of(RIGHT)).orElseGet(() -> new PackedKernel(kernel, Map.of()));
  }

  /** How much memory the packed right operand takes; none where it is taken as it is. */
  static long packedBytes(PackedKernel gemm) {
    Packing packing = gemm.packings().get(RIGHT);
    return packing == null ? 0 : packing.bytes();
  }

  /** The right operand as a GEMM takes it; where it is packed, that becomes a call. */
  static Tensor packed(
      PackedKernel gemm, Tensor plain, MemorySegment memory, List<Kernel.Call> calls) {
    Packing packing = gemm.packings().get(RIGHT);
    if (packing == null) {
      return plain;
    }
    calls.add(packing.bind(plain.memory(), memory));
    return Tensor.bytes(memory);
  }
}
