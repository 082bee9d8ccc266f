package dev.ranvier.exec;

import dev.ranvier.graph.Op;
import dev.ranvier.tensor.NdArray;
import dev.ranvier.tensor.Tensor;
import java.util.List;

/** Runs an op's own definition, in double precision, where no backend has a kernel for it. */
record DefinitionKernel(Op op) implements Kernel {
  @Override
  public Call bind(Binding binding) {
    return () -> {
      List<NdArray> inputs = binding.inputs().stream().map(Tensor::toNdArray).toList();
      List<NdArray> results = op.evaluate(inputs);
      for (int i = 0; i < results.size(); i++) {
        binding.results().get(i).copyFrom(results.get(i));
      }
    };
  }

  /** Inputs are copied to the heap before anything is written. */
  @Override
  public boolean mayOverwrite(int input, int result) {
    return true;
  }

  @Override
  public String describe() {
    return "definition";
  }
}
