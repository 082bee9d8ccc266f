package dev.ranvier.kernel;

import dev.ranvier.exec.Backend.Choice;
import dev.ranvier.exec.Kernel;
import dev.ranvier.exec.Processor.InstructionSet;
import dev.ranvier.kernel.Machine.Family;
import dev.ranvier.tensor.DType;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;

/**
 * A row of a table: a kernel, where it is preferred to those below it, and why.
 *
 * @param <P> what the table is about
 * @param name what plans and profiles call it
 * @param where what it is for
 * @param shapes the rule for shapes and threads
 * @param kernel makes the kernel; empty where it cannot compute the application
 * @param measured what justifies it
 */
record Row<P extends Problem>(
    String name, Where where, BiPredicate<P, Machine> shapes, Maker<P> kernel, String measured) {

  /**
   * Columns that are sets.
   *
   * @param directions what is computed
   * @param elements what is multiplied
   * @param instructions the processor's newest instructions
   * @param needs what must be there
   */
  record Where(
      Set<Direction> directions,
      Set<DType> elements,
      Set<InstructionSet> instructions,
      Set<Family> needs) {}

  /** Makes a row's kernel. */
  @FunctionalInterface
  interface Maker<P> {
    Optional<Kernel> make(P problem, Kernels kernels);
  }

  /** All instruction sets. */
  static final Set<InstructionSet> ANY = Set.of(InstructionSet.values());

  /** The element types that are multiplied. */
  static final Set<DType> FLOATS = Set.of(DType.F32, DType.BF16);

  /** An instruction set and all newer ones. */
  static Set<InstructionSet> from(InstructionSet oldest) {
    return Arrays.stream(InstructionSet.values())
        .filter(set -> set.has(oldest))
        .collect(Collectors.toUnmodifiableSet());
  }

  /** All instruction sets older than one. */
  static Set<InstructionSet> below(InstructionSet newer) {
    return Arrays.stream(InstructionSet.values())
        .filter(set -> !set.has(newer))
        .collect(Collectors.toUnmodifiableSet());
  }

  /** Whether the row is for a problem on a machine. */
  boolean holds(P problem, Machine machine) {
    return where.directions.contains(problem.direction())
        && where.elements.contains(problem.element())
        && where.instructions.contains(machine.instructions())
        && machine.families().containsAll(where.needs)
        && shapes.test(problem, machine);
  }

  /** The kernel of the first row that is for a problem and can compute it. */
  static <P extends Problem> Optional<Choice> choose(
      List<Row<P>> table, P problem, Kernels kernels) {
    return table.stream()
        .filter(row -> row.holds(problem, kernels.machine()))
        .flatMap(
            row ->
                row.kernel.make(problem, kernels).map(made -> new Choice(made, row.name)).stream())
        .findFirst();
  }
}
