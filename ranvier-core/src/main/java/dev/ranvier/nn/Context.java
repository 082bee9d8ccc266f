package dev.ranvier.nn;

import dev.ranvier.graph.Assignment;
import dev.ranvier.graph.Input;
import dev.ranvier.graph.Node;
import dev.ranvier.graph.Scope;
import dev.ranvier.graph.Variable;
import dev.ranvier.nn.recurrent.Masked;
import dev.ranvier.tensor.Shape;
import dev.ranvier.tensor.TensorType;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * What a layer may ask for while a model is being traced into a graph: parameters, state, random
 * keys, and the application of inner layers under names of their own.
 */
public final class Context {
  private final Parameters parameters;
  private final boolean training;
  private final Map<String, Integer> counts = new HashMap<>();
  private final Set<String> names = new HashSet<>();
  private final List<Input> keys = new ArrayList<>();
  private final List<Assignment> updates = new ArrayList<>();
  private final List<Node> penalties = new ArrayList<>();
  private final List<LayerRecord> layers = new ArrayList<>();
  private final Deque<Set<Variable>> weights = new ArrayDeque<>();
  private Optional<Node> padding = Optional.empty();

  Context(Parameters parameters, boolean training) {
    this.parameters = parameters;
    this.training = training;
  }

  /** Whether the graph is for training; if not, layers are deterministic and change no state. */
  public boolean training() {
    return training;
  }

  /** The name of the layer at hand, for errors: {@code 'conv1'}. */
  public String layerName() {
    return "'" + Scope.current() + "'";
  }

  /**
   * A parameter of the layer at hand, made by the initializer when it is first asked for.
   *
   * @throws IllegalArgumentException when the model already has it in another shape
   */
  public Variable parameter(String name, Shape shape, Initializer initializer, Fans fans) {
    Variable parameter = parameters.parameter(path(name), shape, initializer, fans);
    if (shape.rank() > 1) {
      weights.forEach(asked -> asked.add(parameter));
    }
    return parameter;
  }

  /**
   * State of the layer at hand that training changes but no optimizer does, first all one value.
   */
  public Variable state(String name, Shape shape, double initial) {
    return parameters.state(path(name), shape, initial);
  }

  /** Replaces state at the end of the step; nothing happens outside of training. */
  public void update(Variable state, Node value) {
    if (training) {
      updates.add(new Assignment(state, value));
    }
  }

  /** An integer scalar that is different at every training step, for the layer's random numbers. */
  public Node randomKey() {
    Input key = new Input(path("key" + keys.size()), TensorType.i32());
    keys.add(key);
    return key;
  }

  /** Adds a scalar to the loss. */
  public void penalize(Node penalty) {
    penalties.add(penalty);
  }

  /** Which steps [batch, steps] a {@link Masked} layer around hides: 1 there, else 0. */
  public Optional<Node> padding() {
    return padding;
  }

  /** What is built while other steps are hidden. */
  public Node hiding(Node steps, Supplier<Node> body) {
    Optional<Node> before = padding;
    padding = Optional.of(steps);
    Node result = body.get();
    padding = before;
    return result;
  }

  /** Makes weights obey a constraint after every update. */
  void constrain(Variable weights, Constraint constraint) {
    parameters.constrain(weights, constraint);
  }

  /**
   * Applies a layer and does something to each of the weights that it asks for: parameters of two
   * axes or more, so neither biases nor scales.
   *
   * @throws IllegalArgumentException when it has none
   */
  Node withWeights(Layer layer, Node x, Consumer<Variable> each) {
    Set<Variable> asked = new LinkedHashSet<>();
    weights.push(asked);
    Node result = layer.apply(x, this);
    weights.pop();
    if (asked.isEmpty()) {
      throw new IllegalArgumentException(
          layer.kind()
              + " "
              + layerName()
              + ": has no weights that a regularizer or constraint could apply to; give it to a"
              + " layer with weights, or use activity-penalty for a layer's results");
    }
    asked.forEach(each);
    return result;
  }

  /**
   * Applies an inner layer in a name scope of its own: its given name, or its kind and a number
   * that counts layers of the kind in the enclosing scope from 1.
   */
  public Node child(Layer layer, Node x) {
    String name = layer.givenName().orElseGet(() -> numbered(layer.kind()));
    return Scope.within(
        name,
        () -> {
          if (!names.add(Scope.current())) {
            throw new IllegalArgumentException(
                "layer " + layerName() + ": named twice; give each layer a name of its own");
          }
          int position = layers.size();
          Node result = applied(layer, x);
          layers.add(position, new LayerRecord(Scope.current(), layer, x, result));
          return result;
        });
  }

  /** Applies a layer in the scope at hand; sizes that no int can count are refused by its name. */
  Node applied(Layer layer, Node x) {
    try {
      return layer.apply(x, this);
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException(
          layer.kind()
              + (Scope.current().isEmpty() ? "" : " " + layerName())
              + ": with inputs "
              + x.type()
              + ", a size would be more than "
              + Integer.MAX_VALUE
              + "; take smaller sizes",
          e);
    }
  }

  List<Input> keys() {
    return keys;
  }

  List<Assignment> updates() {
    return updates;
  }

  List<Node> penalties() {
    return penalties;
  }

  List<LayerRecord> layers() {
    return layers;
  }

  private String numbered(String kind) {
    return kind + counts.merge(path(kind), 1, Integer::sum);
  }

  private static String path(String name) {
    String scope = Scope.current();
    return scope.isEmpty() ? name : scope + "/" + name;
  }
}
