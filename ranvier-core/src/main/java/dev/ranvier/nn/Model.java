package dev.ranvier.nn;

import dev.ranvier.graph.Input;
import dev.ranvier.graph.Node;
import dev.ranvier.graph.Variable;
import dev.ranvier.nn.layer.Sequential;
import dev.ranvier.tensor.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A layer together with the type of its input and the values of its parameters.
 *
 * <p>The parameters are made when the model is: tracing it for one example finds their shapes, and
 * any input that does not fit is found then. The same model can be traced for any batch size; all
 * traces share the parameters.
 */
public final class Model {
  private final Layer layer;
  private final TensorType input;
  private final long seed;
  private final Parameters parameters;

  /**
   * A model with freshly initialized parameters.
   *
   * @param input the type of one example, without the batch axis
   * @param layer what it computes, usually a {@link Sequential}
   * @param seed chooses the first values of the parameters
   * @throws IllegalArgumentException naming the layer that does not fit its input
   */
  public Model(TensorType input, Layer layer, long seed) {
    this(input, layer, seed, Long.MAX_VALUE);
  }

  /**
   * A model that a file describes, which may ask for more than there is.
   *
   * @param most how many numbers its parameters and states may have together
   * @throws IllegalArgumentException naming the layer that does not fit its input, or the parameter
   *     that would be too much, before there is memory for it
   */
  public Model(TensorType input, Layer layer, long seed, long most) {
    this.layer = layer;
    this.input = input;
    this.seed = seed;
    this.parameters = new Parameters(seed, most);
    trace(1, false);
  }

  /** What it computes. */
  public Layer layer() {
    return layer;
  }

  /** The type of one example, without the batch axis. */
  public TensorType input() {
    return input;
  }

  /** A model of the same layers with the same values, in memory of their own. */
  public Model copy() {
    Model copy = new Model(input, layer, seed);
    List<Variable> own = variables();
    for (int i = 0; i < own.size(); i++) {
      copy.variables().get(i).value().copyFrom(own.get(i).value());
    }
    return copy;
  }

  /** The seed that chose the first values. */
  public long seed() {
    return seed;
  }

  /** What training changes through an optimizer, from the input on. */
  public List<Variable> parameters() {
    return parameters.trained();
  }

  /** What training changes by itself, such as running statistics. */
  public List<Variable> states() {
    return parameters.states();
  }

  /** All values that make up the trained model: parameters and states. */
  public List<Variable> variables() {
    List<Variable> all = new ArrayList<>(parameters());
    all.addAll(states());
    return all;
  }

  /** The number of trained numbers. */
  public long parameterCount() {
    return parameters().stream().mapToLong(variable -> variable.shape().elements()).sum();
  }

  /** Its layers with their shapes, parameters and operations; printed, a table. */
  public Summary summary() {
    return Summary.of(this);
  }

  /** For example {@code model of f32[28,28,1], 44,426 parameters}. */
  @Override
  public String toString() {
    return String.format(Locale.ROOT, "model of %s, %,d parameters", input, parameterCount());
  }

  /**
   * What the model gives for a batch, as part of a larger graph: in use, not in training.
   *
   * @param batch [batch, …], each example of the model's input type
   */
  public Node apply(Node batch) {
    return new Context(parameters, false).applied(layer, batch);
  }

  /**
   * A parameter's next value as the constraints of its layer want it; what an update gives has to
   * go through here.
   */
  public Node constrained(Variable parameter, Node value) {
    return parameters.constrained(parameter, value);
  }

  /** The model as graph for a batch of a given size. */
  public Trace trace(int batch, boolean training) {
    Input batchInput =
        new Input("input", new TensorType(input.dtype(), input.shape().insert(0, batch)));
    Context context = new Context(parameters, training);
    Node output = context.applied(layer, batchInput);
    return new Trace(
        batchInput,
        output,
        List.copyOf(context.keys()),
        List.copyOf(context.updates()),
        List.copyOf(context.penalties()),
        List.copyOf(context.layers()));
  }
}
