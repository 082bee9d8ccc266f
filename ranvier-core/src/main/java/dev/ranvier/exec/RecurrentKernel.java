package dev.ranvier.exec;

import dev.ranvier.exec.RecurrentSteps.Part;
import dev.ranvier.op.LowPrecisionOp;
import dev.ranvier.op.MatMulOp;
import dev.ranvier.op.recurrent.RecurrentOp;
import dev.ranvier.tensor.DType;
import dev.ranvier.tensor.Shape;
import dev.ranvier.tensor.Tensor;
import dev.ranvier.tensor.TensorType;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A recurrent layer: each step is a GEMM with the state's weights, packed once a run, and one
 * compiled loop for all that happens to the units. Threads share the examples, not the steps.
 */
final class RecurrentKernel implements Kernel {
  private final RecurrentOp op;
  private final List<TensorType> results;
  private final RecurrentSteps steps;
  private final List<Walk> walks;
  private final Workers workers;

  /**
   * A kernel.
   *
   * @param inputs the types of the op's inputs
   * @param results the types of its results; that of the first is what the GEMM reads
   */
  RecurrentKernel(
      RecurrentOp op,
      List<TensorType> inputs,
      List<TensorType> results,
      List<Backend> backends,
      Workers workers) {
    this.op = op;
    this.results = results;
    this.workers = workers;
    this.steps =
        RecurrentSteps.of(inputs.get(0), inputs.get(1).shape(), results.getFirst().dtype());
    PartKernels kernels = PartKernels.onCallersThread(backends);
    this.walks = steps.parts().stream().map(part -> walk(part, inputs, kernels)).toList();
  }

  private Walk walk(Part part, List<TensorType> inputs, PartKernels kernels) {
    DType compute = steps.compute();
    PackedKernel gemm =
        kernels.withFrozenRight(
            LowPrecisionOp.of(new MatMulOp(), compute),
            steps.state(compute, part.rows()),
            steps.weights());
    List<TensorType> types = new ArrayList<>();
    types.add(steps.gates(inputs.get(0).dtype(), part.rows()));
    types.add(steps.gates(DType.F32, part.rows()));
    types.add(inputs.get(2));
    for (int i = 0; i < op.cell().states(); i++) {
      types.add(steps.state(results.get(i).dtype(), part.rows()));
    }
    if (op.masked()) {
      types.add(inputs.get(3).withShape(Shape.of(part.rows(), 1)));
    }
    Optional<DType> saved = op.keeps() ? Optional.of(results.getLast().dtype()) : Optional.empty();
    Kernel cell = kernels.kernel(op.cell().forward(op.masked(), compute, saved), types);
    return new Walk(part, gemm, cell);
  }

  @Override
  public long scratchBytes() {
    WorkArea area = new WorkArea(MemorySegment.NULL);
    walks.forEach(walk -> walk.take(area));
    return area.used();
  }

  @Override
  public Call bind(Binding binding) {
    WorkArea area = new WorkArea(binding.scratch());
    Call[] calls =
        walks.stream().map(walk -> walk.bind(walk.take(area), binding)).toArray(Call[]::new);
    Workers.Task task = part -> calls[part].run();
    return () -> workers.run(calls.length, task);
  }

  @Override
  public String describe() {
    Walk first = walks.getFirst();
    return String.format(
        "%d steps of %s and %s",
        steps.steps(), first.gemm.kernel().describe(), first.cell.describe());
  }

  /** A walk's own scratch memory. */
  private record Memory(
      MemorySegment zeros,
      MemorySegment weights,
      MemorySegment gates,
      MemorySegment gemm,
      MemorySegment cell) {}

  /** The way of some of the examples through all steps. */
  private final class Walk {
    private final Part part;
    private final PackedKernel gemm;
    private final Kernel cell;

    Walk(Part part, PackedKernel gemm, Kernel cell) {
      this.part = part;
      this.gemm = gemm;
      this.cell = cell;
    }

    Memory take(WorkArea area) {
      return new Memory(
          area.take(steps.state(DType.F32, part.rows()).bytes()),
          area.take(PartKernels.packedBytes(gemm)),
          area.take(steps.gates(DType.F32, part.rows()).bytes()),
          area.take(gemm.kernel().scratchBytes()),
          area.take(cell.scratchBytes()));
    }

    Call bind(Memory memory, Binding binding) {
      List<Call> calls = new ArrayList<>();
      calls.add(() -> memory.zeros.fill((byte) 0));
      Tensor weights = PartKernels.packed(gemm, binding.inputs().get(1), memory.weights, calls);
      int states = op.cell().states();
      Tensor gates = Tensor.view(steps.gates(DType.F32, part.rows()), memory.gates);
      for (int t = 0; t < steps.steps(); t++) {
        List<Tensor> previous = new ArrayList<>();
        List<Tensor> next = new ArrayList<>();
        for (int i = 0; i < states; i++) {
          Tensor all = binding.results().get(i);
          previous.add(t == 0 ? zeros(all.dtype(), memory) : RecurrentSteps.at(all, t - 1, part));
          next.add(RecurrentSteps.at(all, t, part));
        }
        if (op.keeps()) {
          next.add(RecurrentSteps.at(binding.results().getLast(), t, part));
        }
        calls.add(
            gemm.kernel()
                .bind(
                    new Binding(
                        List.of(previous.getFirst(), weights), List.of(gates), memory.gemm)));
        List<Tensor> arguments = new ArrayList<>();
        arguments.add(RecurrentSteps.at(binding.inputs().get(0), t, part));
        arguments.add(gates);
        arguments.add(binding.inputs().get(2));
        arguments.addAll(previous);
        if (op.masked()) {
          arguments.add(RecurrentSteps.at(binding.inputs().get(3), t, part));
        }
        calls.add(cell.bind(new Binding(arguments, next, memory.cell)));
      }
      return Kernel.Call.inOrder(calls);
    }

    private Tensor zeros(DType dtype, Memory memory) {
      return Tensor.view(steps.state(dtype, part.rows()), memory.zeros);
    }
  }
}
