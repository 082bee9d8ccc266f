package dev.ranvier.exec;

import dev.ranvier.graph.Application;
import dev.ranvier.graph.Input;
import dev.ranvier.plan.Phase;
import dev.ranvier.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A compiled graph: prepared kernel calls over planned memory.
 *
 * <p>Write the inputs' tensors, {@link #run}, read the outputs' tensors; or let {@link #call} do
 * all three. Runs allocate nothing. A plan holds one set of buffers, so one thread at a time may
 * use it; what it read out stays valid until the next run. It needs no closing: its memory goes
 * with it.
 */
public final class Plan {
  /**
   * One kernel call.
   *
   * @param row which row of a table chose the kernel; empty where no table did
   */
  record Step(
      Application application,
      Phase phase,
      Kernel kernel,
      String row,
      Binding binding,
      Kernel.Call call) {}

  /** A variable's new value on its way at the end of a run. */
  record Copy(Tensor from, Tensor to) {}

  /**
   * What a run does.
   *
   * @param steps the kernel calls, in order
   * @param copies what is copied after them
   * @param assigned the variables that are changed, in place or by a copy
   * @param preparation what must be up to date before
   * @param threads how many threads it takes; 0 within another plan's run, which has them
   */
  record Program(
      List<Step> steps,
      List<Copy> copies,
      List<Tensor> assigned,
      Preparation preparation,
      int threads) {}

  private final Map<Input, Tensor> inputs;
  private final List<Step> steps;
  private final Kernel.Call[] calls;
  private final Copy[] copies;
  private final Tensor[] assigned;
  private final Preparation preparation;
  private final int threads;
  private final List<Tensor> outputs;
  private final MemorySegment slab;
  private Recording recording; // null while nothing is recorded

  Plan(Map<Input, Tensor> inputs, Program program, List<Tensor> outputs, MemorySegment slab) {
    this.inputs = inputs;
    this.steps = List.copyOf(program.steps);
    this.calls = steps.stream().map(Step::call).toArray(Kernel.Call[]::new);
    this.copies = program.copies.toArray(Copy[]::new);
    this.assigned = program.assigned.toArray(Tensor[]::new);
    this.preparation = program.preparation;
    this.threads = program.threads;
    this.outputs = List.copyOf(outputs);
    this.slab = slab;
  }

  /** Where to write an input's value before a run; it stays until overwritten. */
  public Tensor input(Input input) {
    Tensor tensor = inputs.get(input);
    if (tensor == null) {
      throw new IllegalArgumentException(
          "plan: has no input '" + input.name() + "', its inputs are " + inputs.keySet());
    }
    return tensor;
  }

  /** The value of an output after a run, in the order in which the outputs were given. */
  public Tensor output(int index) {
    return outputs.get(index);
  }

  /**
   * Computes all outputs from what the inputs hold now and replaces the assigned variables. Waits
   * while other plans run on the processors it needs.
   */
  public void run() {
    Cores.take(threads);
    try {
      preparation.refresh();
      if (recording == null) {
        runCalls();
      } else {
        runRecorded();
      }
    } finally {
      Cores.give(threads);
    }
  }

  private void runCalls() {
    for (Kernel.Call call : calls) {
      call.run();
    }
    assign();
  }

  private void runRecorded() {
    recording.begin();
    for (Kernel.Call call : calls) {
      call.run();
      recording.mark();
    }
    assign();
    recording.end();
  }

  private void assign() {
    for (Copy copy : copies) {
      copy.to.memory().copyFrom(copy.from.memory());
    }
    for (Tensor variable : assigned) {
      variable.changed();
    }
  }

  /**
   * Sets the inputs, runs, and hands out copies of the outputs.
   *
   * @param values one tensor for each input, in the order in which the inputs were given
   * @throws IllegalArgumentException when their number or a type is not the plan's
   */
  public List<Tensor> call(Tensor... values) {
    if (values.length != inputs.size()) {
      throw new IllegalArgumentException(
          "plan: takes " + inputs.size() + " inputs " + inputs.keySet() + ", got " + values.length);
    }
    int position = 0;
    for (Map.Entry<Input, Tensor> input : inputs.entrySet()) {
      Tensor value = values[position++];
      if (!value.type().equals(input.getValue().type())) {
        throw new IllegalArgumentException(
            "plan: input '"
                + input.getKey().name()
                + "' is "
                + input.getValue().type()
                + ", got "
                + value.type());
      }
      input.getValue().copyFrom(value);
    }
    run();
    return outputs.stream().map(Tensor::copy).toList();
  }

  /** How many bytes the slab of intermediate values takes. */
  public long slabBytes() {
    return slab.byteSize();
  }

  /**
   * From now on, notes when each kernel of the last runs ended, for {@link #profile}; what it has
   * noted before is forgotten. Costs some 30 nanoseconds a kernel.
   *
   * @param runs how many of the last runs are to be kept, at least 1
   */
  public void record(int runs) {
    if (runs < 1) {
      throw new IllegalArgumentException("plan: must record at least 1 run, got " + runs);
    }
    recording = new Recording(runs, steps.size());
  }

  /**
   * Where the time of the recorded runs went.
   *
   * @throws IllegalStateException unless {@link #record} was called and two runs have followed
   */
  public Profile profile() {
    if (recording == null || recording.runs() == 0) {
      throw new IllegalStateException(
          "plan: no run is recorded; call record(runs) and run at least twice before profile()");
    }
    List<Profile.Entry> entries = new ArrayList<>();
    for (int i = 0; i < steps.size(); i++) {
      Step step = steps.get(i);
      entries.add(
          new Profile.Entry(
              step.application, step.phase, step.kernel.describe(), step.row, recording.kernel(i)));
    }
    return new Profile(entries, recording.step(), recording.runs());
  }

  /**
   * A table of the steps: op, layer, kernel, and in angle brackets the row of the table that chose
   * it if one did, result types, where each result lies, bytes.
   */
  public String describe() {
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            "plan: %d steps, slab of %,d bytes, %d copies at the end%n",
            steps.size(), slab.byteSize(), copies.length));
    for (int i = 0; i < steps.size(); i++) {
      Step step = steps.get(i);
      text.append(
          String.format(
              "%4d  %-28s %-20s %-36s",
              i,
              step.application.op().name(),
              step.application.scope(),
              step.kernel.describe() + (step.row.isEmpty() ? "" : " <" + step.row + ">")));
      for (Tensor result : step.binding.results()) {
        text.append(
            String.format(
                " %s @%s %,d B", result.type(), position(result.memory()), result.type().bytes()));
      }
      text.append(System.lineSeparator());
    }
    return text.toString();
  }

  /** What each generated kernel does, equal ones once. */
  public List<KernelListing> kernels() {
    return KernelListing.of(steps);
  }

  /** Writes what each generated kernel does into a folder, one text file for each. */
  public void dumpKernels(Path folder) {
    kernels().forEach(kernel -> kernel.write(folder));
  }

  private String position(MemorySegment memory) {
    long offset = memory.address() - slab.address();
    return offset >= 0 && offset < slab.byteSize() ? Long.toString(offset) : "variable";
  }
}
