package dev.ranvier.exec;

import dev.ranvier.graph.Application;
import dev.ranvier.graph.Assignment;
import dev.ranvier.graph.Input;
import dev.ranvier.graph.Literal;
import dev.ranvier.graph.Node;
import dev.ranvier.graph.Result;
import dev.ranvier.graph.Variable;
import dev.ranvier.op.ReshapeOp;
import dev.ranvier.plan.ExecutionOrder;
import dev.ranvier.plan.MemoryPlan;
import dev.ranvier.plan.Phase;
import dev.ranvier.tensor.InsufficientMemoryException;
import dev.ranvier.tensor.NativeMemory;
import dev.ranvier.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Gives every value of a schedule its memory and ties the kernels to it.
 *
 * <p>Inputs, constants and variables have memory of their own. All else lives in one slab, where a
 * buffer's memory is shared with others before its first and after its last use; a reshape shares
 * its input's buffer, and a kernel that may overwrite an input nobody reads any more does.
 */
final class Layout {
  /** A buffer in the slab, while its lifetime is still being found. */
  private static final class Slot {
    private final long bytes;
    private final int from;
    private int to;

    private Slot(long bytes, int from) {
      this.bytes = bytes;
      this.from = from;
      this.to = from;
    }
  }

  private final ExecutionOrder schedule;
  private final Function<Application, PackedKernel> kernels;
  private final Function<Application, String> rows;
  private final Preparation preparation;
  private final int end;
  private final Map<Node, Tensor> fixed = new HashMap<>();
  private final Map<Node, Slot> slots = new LinkedHashMap<>();
  private final Map<Application, Slot> scratch = new HashMap<>();

  Layout(
      ExecutionOrder schedule,
      Function<Application, PackedKernel> kernels,
      Function<Application, String> rows,
      Preparation preparation) {
    this.schedule = schedule;
    this.kernels = kernels;
    this.rows = rows;
    this.preparation = preparation;
    this.end = schedule.order().size();
  }

  /** The size of the slab alone, to compare schedules by. */
  long slabBytes() {
    return memory(buffers()).bytes();
  }

  /** The plan, which takes {@code threads} threads; see {@link Plan.Program}. */
  Plan plan(List<Input> inputs, int threads) {
    inputs.forEach(input -> fixed.put(input, Tensor.zeros(input.type())));
    List<Slot> buffers = buffers();
    MemoryPlan memory = memory(buffers);
    MemorySegment slab = allocate(memory.bytes());
    Map<Slot, MemorySegment> slices = new HashMap<>();
    for (int i = 0; i < buffers.size(); i++) {
      Slot slot = buffers.get(i);
      slices.put(slot, slab.asSlice(memory.offsets().get(i), slot.bytes));
    }
    return bind(inputs, slices, slab, threads);
  }

  private MemorySegment allocate(long bytes) {
    try {
      return NativeMemory.allocate(bytes);
    } catch (InsufficientMemoryException e) {
      throw e.of(
          "a plan's slab (" + largest() + ")",
          "take a smaller batch or fewer units, let them be recomputed");
    }
  }

  /** The largest value of the slab, for who has to make it smaller. */
  private String largest() {
    return slots.keySet().stream()
        .max(Comparator.comparingLong(node -> node.type().bytes()))
        .map(node -> node instanceof Result result ? "its largest value is " + named(result) : "")
        .orElse("scratch alone");
  }

  private static String named(Result result) {
    Application maker = result.application();
    String layer = maker.scope().isEmpty() ? "" : " of layer '" + maker.scope() + "'";
    return maker.op().name() + layer + " " + result.type();
  }

  private List<Slot> buffers() {
    findLifetimes();
    overwriteDeadInputs();
    List<Slot> distinct = new ArrayList<>(slots.values().stream().distinct().toList());
    distinct.addAll(scratch.values());
    return distinct;
  }

  private static MemoryPlan memory(List<Slot> buffers) {
    return MemoryPlan.of(
        buffers.stream()
            .map(slot -> new MemoryPlan.Buffer(slot.bytes, slot.from, slot.to))
            .toList());
  }

  private void findLifetimes() {
    for (int step = 0; step < end; step++) {
      Application application = schedule.order().get(step);
      for (Node input : application.inputs()) {
        use(input, step);
      }
      if (application.op() instanceof ReshapeOp) {
        share(application.inputs().getFirst(), application.result());
        continue;
      }
      for (Result result : application.results()) {
        Variable variable = schedule.inPlace().get(result);
        if (variable == null) {
          slots.put(result, new Slot(result.type().bytes(), step));
        } else {
          fixed.put(result, variable.value());
        }
      }
      long scratchBytes = kernels.apply(application).kernel().scratchBytes();
      if (scratchBytes > 0) {
        scratch.put(application, new Slot(scratchBytes, step));
      }
    }
    schedule.roots().outputs().forEach(output -> use(output, end));
    schedule.copies().forEach(copy -> use(copy.value(), end));
  }

  private void use(Node node, int step) {
    Slot slot = slots.get(node);
    if (slot != null) {
      slot.to = Math.max(slot.to, step);
      return;
    }
    switch (node) {
      case Literal constant ->
          fixed.computeIfAbsent(constant, key -> Tensor.of(constant.dtype(), constant.value()));
      case Variable variable -> fixed.put(variable, variable.value());
      case Input input -> {}
      case Result result -> {}
    }
  }

  private void share(Node origin, Result view) {
    Slot slot = slots.get(origin);
    if (slot != null) {
      slots.put(view, slot);
    }
  }

  /** Lets results overwrite inputs that die in the same step, where the kernel allows. */
  private void overwriteDeadInputs() {
    for (int step = 0; step < end; step++) {
      Application application = schedule.order().get(step);
      if (!(application.op() instanceof ReshapeOp)) {
        for (Result result : application.results()) {
          if (slots.containsKey(result)) {
            overwriteDeadInput(application, result, step);
          }
        }
      }
    }
  }

  private void overwriteDeadInput(Application application, Result result, int step) {
    Slot own = slots.get(result);
    for (Node input : application.inputs()) {
      Slot dying = slots.get(input);
      if (dying != null
          && dying.to == step
          && dying.from < step
          && dying.bytes == own.bytes
          && mayOverwriteEverywhere(application, dying, result.index())) {
        dying.to = own.to;
        slots.replaceAll((node, slot) -> slot == own ? dying : slot);
        return;
      }
    }
  }

  private boolean mayOverwriteEverywhere(Application application, Slot slot, int result) {
    Kernel kernel = kernels.apply(application).kernel();
    for (int i = 0; i < application.inputs().size(); i++) {
      if (slots.get(application.inputs().get(i)) == slot && !kernel.mayOverwrite(i, result)) {
        return false;
      }
    }
    return true;
  }

  private Plan bind(
      List<Input> inputs, Map<Slot, MemorySegment> slices, MemorySegment slab, int threads) {
    Map<Application, Phase> phases = Phase.of(schedule.roots());
    List<Plan.Step> steps = new ArrayList<>();
    for (Application application : schedule.order()) {
      if (application.op() instanceof ReshapeOp) {
        continue;
      }
      Kernel kernel = kernels.apply(application).kernel();
      Binding binding =
          new Binding(
              inputs(application, slices),
              application.results().stream().map(result -> tensor(result, slices)).toList(),
              slices.getOrDefault(scratch.get(application), MemorySegment.NULL));
      steps.add(
          new Plan.Step(
              application,
              phases.get(application),
              kernel,
              rows.apply(application),
              binding,
              kernel.bind(binding)));
    }
    List<Plan.Copy> copies = new ArrayList<>();
    for (Assignment copy : schedule.copies()) {
      copies.add(new Plan.Copy(tensor(copy.value(), slices), copy.variable().value()));
    }
    Map<Input, Tensor> fed = new LinkedHashMap<>();
    inputs.forEach(input -> fed.put(input, fixed.get(input)));
    List<Tensor> outputs =
        schedule.roots().outputs().stream().map(output -> tensor(output, slices)).toList();
    List<Tensor> assigned =
        schedule.roots().assignments().stream()
            .map(assignment -> assignment.variable().value())
            .toList();
    Plan.Program program = new Plan.Program(steps, copies, assigned, preparation, threads);
    return new Plan(fed, program, outputs, slab);
  }

  private List<Tensor> inputs(Application application, Map<Slot, MemorySegment> slices) {
    Map<Integer, Packing> packings = kernels.apply(application).packings();
    List<Tensor> tensors = new ArrayList<>();
    for (int i = 0; i < application.inputs().size(); i++) {
      Node input = application.inputs().get(i);
      Packing packing = packings.get(i);
      tensors.add(packing == null ? tensor(input, slices) : packed((Variable) input, packing));
    }
    return tensors;
  }

  /** Packed memory has no shape that Ranvier knows: it is a tensor of bytes. */
  private Tensor packed(Variable variable, Packing packing) {
    return Tensor.bytes(preparation.packed(variable, packing));
  }

  private Tensor tensor(Node node, Map<Slot, MemorySegment> slices) {
    Slot slot = slots.get(node);
    if (slot != null) {
      return Tensor.view(node.type(), slices.get(slot));
    }
    return node instanceof Result view && view.application().op() instanceof ReshapeOp
        ? tensor(view.application().inputs().getFirst(), slices).reshape(node.shape())
        : fixed.get(node);
  }
}
