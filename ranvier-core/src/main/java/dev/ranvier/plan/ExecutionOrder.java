package dev.ranvier.plan;

import dev.ranvier.graph.Application;
import dev.ranvier.graph.Assignment;
import dev.ranvier.graph.Node;
import dev.ranvier.graph.Result;
import dev.ranvier.graph.Variable;
import dev.ranvier.op.ReshapeOp;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The order in which applications run, and which variables are overwritten in place.
 *
 * <p>A variable may be overwritten by the application that computes its new value if every other
 * reader of the old value can run before that. Where this would need a cycle, or the new value is
 * not the variable's own (an input, another variable), it is copied at the end of the run instead.
 *
 * @param roots what the graph is computed for
 * @param order the applications, dependencies first
 * @param inPlace for each result that is written straight into a variable, that variable
 * @param copies the assignments that are carried out by copying, after all applications
 */
public record ExecutionOrder(
    Roots roots, List<Application> order, Map<Result, Variable> inPlace, List<Assignment> copies) {

  /**
   * Orders a graph.
   *
   * @param mayOverwrite whether an application may write a result over an input it reads
   */
  public static ExecutionOrder of(Roots roots, Overwriting mayOverwrite) {
    return new Scheduler(roots, mayOverwrite).run();
  }

  /** Tells whether a result may be written over an input while the input is being read. */
  @FunctionalInterface
  public interface Overwriting {
    /** Whether result number {@code result} may take the memory of input number {@code input}. */
    boolean allowed(Application application, int input, int result);
  }

  private static final class Scheduler {
    private final Roots roots;
    private final Overwriting mayOverwrite;
    private final List<Application> applications;
    private final Map<Application, Integer> numbers = new HashMap<>();
    private final List<List<Integer>> before = new ArrayList<>();
    private final BitSet[] ancestors;
    private final Consumers consumers;
    private final Map<Result, Variable> inPlace = new HashMap<>();

    Scheduler(Roots roots, Overwriting mayOverwrite) {
      this.roots = roots;
      this.mayOverwrite = mayOverwrite;
      this.applications = Rewriting.applications(roots);
      this.consumers = new Consumers(roots, applications);
      this.ancestors = new BitSet[applications.size()];
      for (int i = 0; i < ancestors.length; i++) {
        numbers.put(applications.get(i), i);
        ancestors[i] = new BitSet();
        List<Integer> dependencies = new ArrayList<>();
        for (Node input : applications.get(i).inputs()) {
          if (input instanceof Result result) {
            int dependency = numbers.get(result.application());
            dependencies.add(dependency);
            ancestors[i].set(dependency);
            ancestors[i].or(ancestors[dependency]);
          }
        }
        before.add(dependencies);
      }
    }

    ExecutionOrder run() {
      List<Assignment> copies = new ArrayList<>();
      for (Assignment assignment : roots.assignments()) {
        if (!writeInPlace(assignment)) {
          copies.add(assignment);
        }
      }
      return new ExecutionOrder(
          roots, new Orders(roots, applications, before, inPlace).best(), inPlace, copies);
    }

    private boolean writeInPlace(Assignment assignment) {
      Variable variable = assignment.variable();
      if (!(assignment.value() instanceof Result value)
          || inPlace.containsKey(value)
          || value.application().op() instanceof ReshapeOp) { // a view of some other buffer
        return false;
      }
      Application writer = value.application();
      for (int i = 0; i < writer.inputs().size(); i++) {
        if (writer.inputs().get(i) == variable && !mayOverwrite.allowed(writer, i, value.index())) {
          return false;
        }
      }
      Set<Application> readers = new LinkedHashSet<>();
      collectReaders(variable, readers);
      if (readers.remove(writer) && !consumers.of(variable).contains(writer)) {
        return false; // it reads the variable under another shape
      }
      int last = numbers.get(writer);
      if (readers.stream().anyMatch(reader -> ancestors[numbers.get(reader)].get(last))) {
        return false; // somebody needs both the new value and the old
      }
      readers.forEach(reader -> orderBefore(numbers.get(reader), last));
      inPlace.put(value, variable);
      return true;
    }

    /** Who reads a node's memory, be it through reshapes. */
    private void collectReaders(Node node, Set<Application> readers) {
      for (Application reader : consumers.of(node)) {
        readers.add(reader);
        if (reader.op() instanceof ReshapeOp) {
          collectReaders(reader.result(), readers);
        }
      }
    }

    private void orderBefore(int earlier, int later) {
      before.get(later).add(earlier);
      BitSet gained = (BitSet) ancestors[earlier].clone();
      gained.set(earlier);
      for (int other = 0; other < ancestors.length; other++) {
        if (other == later || ancestors[other].get(later)) {
          ancestors[other].or(gained);
        }
      }
    }
  }
}
