package dev.ranvier.exec;

import dev.ranvier.exec.RecurrentSteps.Part;
import dev.ranvier.op.LowPrecisionOp;
import dev.ranvier.op.MatMulOp;
import dev.ranvier.op.recurrent.RecurrentGradientOp;
import dev.ranvier.tensor.DType;
import dev.ranvier.tensor.Shape;
import dev.ranvier.tensor.Tensor;
import dev.ranvier.tensor.TensorType;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The gradients of a recurrent layer: from the last step to the first one compiled loop and one
 * GEMM each, the examples shared by the threads; then one GEMM over all steps for the weights.
 */
final class RecurrentGradientKernel implements Kernel {
  private static final int WEIGHTS = 1;
  private static final int MASK = 2;

  private final RecurrentGradientOp op;
  private final RecurrentSteps steps;
  private final List<Walk> walks;
  private final Kernel byWeights;
  private final int firstState;
  private final List<DType> gradients;
  private final Workers workers;

  /**
   * A kernel.
   *
   * @param inputs the types of the op's inputs; that of the first state is what the GEMMs read
   * @param results the types of its results
   */
  RecurrentGradientKernel(
      RecurrentGradientOp op,
      List<TensorType> inputs,
      List<TensorType> results,
      List<Backend> backends,
      Workers workers) {
    this.op = op;
    this.workers = workers;
    this.firstState = op.firstState();
    DType compute = inputs.get(firstState).dtype();
    this.steps = RecurrentSteps.of(results.getFirst(), inputs.get(WEIGHTS).shape(), compute);
    this.gradients = gradients(results, compute);
    PartKernels alone = PartKernels.onCallersThread(backends);
    this.walks = steps.parts().stream().map(part -> walk(part, inputs, alone)).toList();
    int rows = Math.max(1, steps.steps() - 1) * steps.batch();
    this.byWeights =
        new PartKernels(backends)
            .kernel(
                LowPrecisionOp.of(new MatMulOp(true, false), compute),
                List.of(steps.state(compute, rows), steps.gates(compute, rows)));
  }

  /**
   * The element types of what a step gives for the gates: the results for inputs and GEMMs, and a
   * copy for the GEMMs where they take another type.
   */
  private List<DType> gradients(List<TensorType> results, DType compute) {
    List<DType> types = new ArrayList<>(List.of(results.getFirst().dtype()));
    if (!op.cell().isAdditive()) {
      types.add(results.getLast().dtype());
    }
    if (types.getLast() != compute) {
      types.add(compute);
    }
    return types;
  }

  private Walk walk(Part part, List<TensorType> inputs, PartKernels kernels) {
    int rows = part.rows();
    DType compute = steps.compute();
    PackedKernel gemm =
        kernels.withFrozenRight(
            LowPrecisionOp.of(new MatMulOp(false, true), compute),
            steps.gates(compute, rows),
            steps.weights());
    List<TensorType> types = new ArrayList<>();
    int kept = inputs.getLast().shape().size(2);
    types.add(inputs.getLast().withShape(Shape.of(rows, kept)));
    for (int i = 0; i < op.cell().states(); i++) {
      types.add(steps.state(inputs.get(firstState + i).dtype(), rows));
    }
    if (op.masked()) {
      types.add(inputs.get(MASK).withShape(Shape.of(rows, 1)));
    }
    types.add(steps.state(inputs.getFirst().dtype(), rows));
    types.addAll(Collections.nCopies(1 + op.cell().states(), steps.state(DType.F32, rows)));
    Kernel cell = kernels.kernel(op.cell().backward(op.masked(), gradients), types);
    return new Walk(part, gemm, cell);
  }

  @Override
  public long scratchBytes() {
    return take(new WorkArea(MemorySegment.NULL)).area.used();
  }

  /** All scratch memory: that of the walks, the copy for the GEMMs, that of the last GEMM. */
  private record Memory(
      WorkArea area, List<WalkMemory> walks, MemorySegment copy, MemorySegment byWeights) {}

  private Memory take(WorkArea area) {
    List<WalkMemory> own = walks.stream().map(walk -> walk.take(area)).toList();
    long copy = copies() ? steps.gates(steps.compute(), steps.steps() * steps.batch()).bytes() : 0;
    return new Memory(area, own, area.take(copy), area.take(byWeights.scratchBytes()));
  }

  private boolean copies() {
    return gradients.size() > (op.cell().isAdditive() ? 1 : 2);
  }

  @Override
  public Call bind(Binding binding) {
    Memory memory = take(new WorkArea(binding.scratch()));
    List<Tensor> byGates = new ArrayList<>(List.of(binding.results().getFirst()));
    if (!op.cell().isAdditive()) {
      byGates.add(binding.results().getLast());
    }
    if (copies()) {
      TensorType all = binding.results().getFirst().type().withDType(steps.compute());
      byGates.add(Tensor.view(all, memory.copy));
    }
    Call[] calls = new Call[walks.size()];
    for (int i = 0; i < calls.length; i++) {
      calls[i] = walks.get(i).bind(memory.walks.get(i), binding, byGates);
    }
    Workers.Task task = part -> calls[part].run();
    Call last = weights(binding, byGates.getLast(), memory);
    return () -> {
      workers.run(calls.length, task);
      last.run();
    };
  }

  /** The first step's state is zero and adds nothing. */
  private Call weights(Binding binding, Tensor gateGradients, Memory memory) {
    Tensor byU = binding.results().get(1);
    int count = steps.steps() - 1;
    if (count == 0) {
      return () -> byU.memory().fill((byte) 0);
    }
    Tensor states = RecurrentSteps.rows(binding.inputs().get(firstState), 0, count);
    Tensor later = RecurrentSteps.rows(gateGradients, 1, count);
    return byWeights.bind(new Binding(List.of(states, later), List.of(byU), memory.byWeights));
  }

  @Override
  public String describe() {
    Walk first = walks.getFirst();
    return String.format(
        "%d steps of %s and %s, then %s",
        steps.steps(), first.cell.describe(), first.gemm.kernel().describe(), byWeights.describe());
  }

  /** A walk's own scratch memory. */
  private record WalkMemory(
      MemorySegment zeros,
      MemorySegment weights,
      MemorySegment gemm,
      MemorySegment cell,
      List<MemorySegment> states) {}

  /** The way of some of the examples back through all steps. */
  private final class Walk {
    private final Part part;
    private final PackedKernel gemm;
    private final Kernel cell;

    Walk(Part part, PackedKernel gemm, Kernel cell) {
      this.part = part;
      this.gemm = gemm;
      this.cell = cell;
    }

    WalkMemory take(WorkArea area) {
      long state = steps.state(DType.F32, part.rows()).bytes();
      MemorySegment zeros = area.take(state);
      MemorySegment weights = area.take(PartKernels.packedBytes(gemm));
      List<MemorySegment> states = new ArrayList<>();
      for (int i = 0; i < 1 + 2 * op.cell().states(); i++) {
        states.add(area.take(state));
      }
      return new WalkMemory(
          zeros,
          weights,
          area.take(gemm.kernel().scratchBytes()),
          area.take(cell.scratchBytes()),
          states);
    }

    Call bind(WalkMemory memory, Binding binding, List<Tensor> byGates) {
      List<Call> calls = new ArrayList<>();
      calls.add(() -> memory.zeros.fill((byte) 0));
      Tensor weights =
          PartKernels.packed(gemm, binding.inputs().get(WEIGHTS), memory.weights, calls);
      int states = op.cell().states();
      TensorType state = steps.state(DType.F32, part.rows());
      Tensor zeros = Tensor.view(state, memory.zeros);
      Tensor fromNext = Tensor.view(state, memory.states.getFirst());
      for (int t = steps.steps() - 1; t >= 0; t--) {
        boolean last = t == steps.steps() - 1;
        List<Tensor> arguments = new ArrayList<>();
        arguments.add(RecurrentSteps.at(binding.inputs().getLast(), t, part));
        for (int i = 0; i < states; i++) {
          Tensor all = binding.inputs().get(firstState + i);
          arguments.add(
              t == 0
                  ? Tensor.view(state.withDType(all.dtype()), memory.zeros)
                  : RecurrentSteps.at(all, t - 1, part));
        }
        if (op.masked()) {
          arguments.add(RecurrentSteps.at(binding.inputs().get(MASK), t, part));
        }
        arguments.add(RecurrentSteps.at(binding.inputs().getFirst(), t, part));
        arguments.add(last ? zeros : fromNext);
        List<Tensor> made = new ArrayList<>();
        for (Tensor all : byGates) {
          made.add(RecurrentSteps.at(all, t, part));
        }
        Tensor gateGradients = made.getLast();
        for (int i = 0; i < states; i++) {
          // What one step writes, the next reads: two buffers in turn.
          arguments.add(
              last ? zeros : Tensor.view(state, memory.states.get(1 + 2 * i + (t + 1) % 2)));
          made.add(Tensor.view(state, memory.states.get(1 + 2 * i + t % 2)));
        }
        calls.add(cell.bind(new Binding(arguments, made, memory.cell)));
        if (t > 0) {
          calls.add(
              gemm.kernel()
                  .bind(
                      new Binding(
                          List.of(gateGradients, weights), List.of(fromNext), memory.gemm)));
        }
      }
      return Kernel.Call.inOrder(calls);
    }
  }
}
