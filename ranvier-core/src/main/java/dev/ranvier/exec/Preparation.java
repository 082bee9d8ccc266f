package dev.ranvier.exec;

import dev.ranvier.graph.Assignment;
import dev.ranvier.graph.Node;
import dev.ranvier.graph.TopologicalOrder;
import dev.ranvier.graph.Variable;
import dev.ranvier.plan.Roots;
import dev.ranvier.plan.RunConstantExtraction;
import dev.ranvier.tensor.InsufficientMemoryException;
import dev.ranvier.tensor.NativeMemory;
import dev.ranvier.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * What plans need of variables that they do not assign: values computed from these alone, and
 * weights packed as kernels like them.
 *
 * <p>It is made when a plan is compiled and made anew before the next run of a plan when a variable
 * has changed ({@link Tensor#changes}), so that no run sees old values. Plans compiled with the
 * same preparation share it and its memory. Any number of threads may run such plans, but none
 * while a variable is being changed.
 */
public final class Preparation {
  /** A variable's tensor in the layout of some kernels. */
  private record Packed(Tensor plain, Packing packing) {}

  /** The variables read, and how often each had been changed when it was read. */
  private record Seen(Tensor[] variables, long[] changes) {
    boolean isCurrent() {
      for (int i = 0; i < variables.length; i++) {
        if (variables[i].changes() != changes[i]) {
          return false;
        }
      }
      return true;
    }
  }

  private final RunConstantExtraction values = new RunConstantExtraction();
  private final Map<Packed, MemorySegment> packed = new HashMap<>();
  private final Set<Tensor> standIns = new HashSet<>();
  private final Map<Tensor, Long> sources = new LinkedHashMap<>();
  private final List<Kernel.Call> steps = new ArrayList<>();
  private volatile Seen seen = new Seen(new Tensor[0], new long[0]);

  /** Nothing is prepared yet. */
  public Preparation() {}

  /**
   * Takes what can be prepared out of a graph.
   *
   * @param compiler compiles the graph of what is prepared, which has no inputs
   * @return the graph that is left
   */
  synchronized Roots take(Roots roots, Function<List<Assignment>, Plan> compiler) {
    RunConstantExtraction.Cut cut = values.cut(roots);
    if (!cut.fresh().isEmpty()) {
      List<Node> fresh = cut.fresh().stream().map(Assignment::value).toList();
      TopologicalOrder.of(fresh).stream()
          .flatMap(application -> application.inputs().stream())
          .forEach(this::reads);
      cut.fresh().forEach(assignment -> standIns.add(assignment.variable().value()));
      add(compiler.apply(cut.fresh())::run);
    }
    return cut.rest();
  }

  /** A variable's value as a packing lays it out. */
  synchronized MemorySegment packed(Variable variable, Packing packing) {
    return packed.computeIfAbsent(
        new Packed(variable.value(), packing),
        wanted -> {
          reads(variable);
          MemorySegment memory = allocate(variable, packing);
          add(packing.bind(variable.value().memory(), memory));
          return memory;
        });
  }

  private static MemorySegment allocate(Variable variable, Packing packing) {
    try {
      // Whole cache lines, which is how large memory is counted: see Tensor.bytes.
      return NativeMemory.allocate(
          Math.ceilDiv(packing.bytes(), NativeMemory.ALIGNMENT) * NativeMemory.ALIGNMENT);
    } catch (InsufficientMemoryException e) {
      throw e.of("'" + variable.name() + "' as its kernel takes it", "make the layer smaller");
    }
  }

  /** Brings everything up to date; costs a look at each variable when it is. */
  void refresh() {
    if (!seen.isCurrent()) {
      renew();
    }
  }

  private synchronized void renew() {
    if (!seen.isCurrent()) {
      sources.replaceAll((variable, before) -> variable.changes());
      steps.forEach(Kernel.Call::run);
      publish();
    }
  }

  private void reads(Node node) {
    if (node instanceof Variable variable && !standIns.contains(variable.value())) {
      sources.putIfAbsent(variable.value(), variable.value().changes());
    }
  }

  private void add(Kernel.Call step) {
    step.run();
    steps.add(step);
    publish();
  }

  private void publish() {
    seen =
        new Seen(
            sources.keySet().toArray(Tensor[]::new),
            sources.values().stream().mapToLong(Long::longValue).toArray());
  }
}
