package dev.ranvier.nn;

import dev.ranvier.graph.Node;
import dev.ranvier.graph.Variable;
import dev.ranvier.tensor.CounterRandom;
import dev.ranvier.tensor.InsufficientMemoryException;
import dev.ranvier.tensor.Shape;
import dev.ranvier.tensor.Tensor;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** The variables of a model by name: made when a layer first asks, found again ever after. */
final class Parameters {
  private static final int INITIALIZATION_STREAM = 0x1217;

  private final long seed;
  private long room;
  private final Map<String, Variable> trained = new LinkedHashMap<>();
  private final Map<String, Variable> states = new LinkedHashMap<>();
  // Sets: every trace of the model states its constraints again.
  private final Map<Variable, Set<Constraint>> constraints = new HashMap<>();

  /** Parameters of at most so many numbers in all. */
  Parameters(long seed, long most) {
    this.seed = seed;
    this.room = most;
  }

  Variable parameter(String name, Shape shape, Initializer initializer, Fans fans) {
    // Keyed by the name, so that adding a layer leaves the other layers' first values alone.
    CounterRandom random = CounterRandom.of(seed, INITIALIZATION_STREAM, name.hashCode());
    return find(trained, name, shape, () -> initializer.initialize(shape, fans, random));
  }

  Variable state(String name, Shape shape, double initial) {
    return find(states, name, shape, () -> Draws.fill(shape, i -> initial));
  }

  void constrain(Variable parameter, Constraint constraint) {
    constraints.computeIfAbsent(parameter, key -> new LinkedHashSet<>()).add(constraint);
  }

  /** A parameter's next value as its constraints want it. */
  Node constrained(Variable parameter, Node value) {
    Node obeying = value;
    for (Constraint constraint : constraints.getOrDefault(parameter, Set.of())) {
      obeying = constraint.constrain(obeying);
    }
    return obeying;
  }

  List<Variable> trained() {
    return List.copyOf(trained.values());
  }

  List<Variable> states() {
    return List.copyOf(states.values());
  }

  private static Variable made(String name, Shape shape, Supplier<Tensor> first) {
    try {
      return new Variable(name, first.get());
    } catch (InsufficientMemoryException e) {
      throw e.of("parameter '" + name + "' f32" + shape, "make the layer smaller");
    }
  }

  private Variable find(
      Map<String, Variable> variables, String name, Shape shape, Supplier<Tensor> first) {
    Variable known = variables.get(name);
    if (known == null) {
      if (shape.elements() > room) {
        throw new IllegalArgumentException(
            "parameter '"
                + name
                + "': has the shape "
                + shape
                + ", too large for the file it is in");
      }
      room -= shape.elements();
      known = made(name, shape, first);
      variables.put(name, known);
    }
    if (!known.shape().equals(shape)) {
      throw new IllegalArgumentException(
          "parameter '"
              + name
              + "': the model holds it in shape "
              + known.shape()
              + ", the input now asks for "
              + shape
              + "; was the model built for another input?");
    }
    return known;
  }
}
