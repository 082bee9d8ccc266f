package dev.ranvier.nn.recurrent;

import dev.ranvier.graph.Node;
import dev.ranvier.nn.Context;
import dev.ranvier.nn.Fans;
import dev.ranvier.nn.Initializer;
import dev.ranvier.nn.Inputs;
import dev.ranvier.nn.Layer;
import dev.ranvier.nn.initializer.Constant;
import dev.ranvier.nn.initializer.GlorotUniform;
import dev.ranvier.nn.layer.Sequential;
import dev.ranvier.op.Ops;
import dev.ranvier.op.recurrent.RecurrentCell;
import dev.ranvier.op.scalar.Expression;
import dev.ranvier.setting.Settings;
import dev.ranvier.tensor.CounterRandom;
import dev.ranvier.tensor.Shape;
import dev.ranvier.tensor.Tensor;
import java.util.List;

/**
 * Long short-term memory: a state that gates write to, forget from and read.
 *
 * <p>Formula: the gates i, f, o = σ(·) and the candidate g = tanh(·) are of xₜ·W + hₜ₋₁·U + b, in
 * the order i, f, g, o; cₜ = f ∘ cₜ₋₁ + i ∘ g and hₜ = o ∘ tanh cₜ, with h₀ = c₀ = 0. Shapes: x
 * [batch, steps, features], y [batch, units], or [batch, steps, units] with return-sequences; W
 * [features, 4·units], U [units, 4·units], b [4·units]. Defaults: the last output alone, no
 * masking, Glorot-uniform W and U, zero b. The forget gate's b starts as 1, so that memory lasts at
 * first. Layers are stacked in a {@link Sequential}, all but the last with return-sequences.
 * Errors: an input that is no sequence. Sources: Hochreiter and Schmidhuber, 1997; forget gates:
 * Gers et al., 2000; their bias: Jozefowicz et al., 2015.
 *
 * @param units the size of the state and of the output
 * @param returnSequences whether the result holds the output of every step, else of the last
 * @param masking whether steps whose features are all 0 are skipped: state and output stay
 * @param weights how W starts
 * @param recurrent how U starts
 */
public record Lstm(
    int units, boolean returnSequences, boolean masking, Initializer weights, Initializer recurrent)
    implements Layer {
  private static final int GATES = 4;
  private static final RecurrentCell CELL = cell();

  /** So many units that give their last output, without masking; Glorot-uniform weights. */
  public Lstm(int units) {
    this(units, false, false, new GlorotUniform(), new GlorotUniform());
  }

  /** Checks the size. */
  public Lstm {
    Settings.positive("lstm", "units", units);
  }

  /** The same layer with the outputs of all steps, or of the last. */
  public Lstm withReturnSequences(boolean other) {
    return new Lstm(units, other, masking, weights, recurrent);
  }

  /** The same layer with steps of zeros skipped, or not. */
  public Lstm withMasking(boolean other) {
    return new Lstm(units, returnSequences, other, weights, recurrent);
  }

  /** The same layer with other first weights of the input. */
  public Lstm withWeights(Initializer other) {
    return new Lstm(units, returnSequences, masking, other, recurrent);
  }

  /** The same layer with other first weights of the state. */
  public Lstm withRecurrent(Initializer other) {
    return new Lstm(units, returnSequences, masking, weights, other);
  }

  @Override
  public Node apply(Node x, Context context) {
    Inputs.sequence("lstm", context, x);
    int features = x.shape().size(2);
    int gates = Math.multiplyExact(GATES, units);
    Node w =
        context.parameter("weights", Shape.of(features, gates), weights, new Fans(features, units));
    Node u =
        context.parameter("recurrent", Shape.of(units, gates), recurrent, new Fans(units, units));
    Node b = context.parameter("bias", Shape.of(gates), this::firstBiases, Fans.NONE);
    return new Recurrence(CELL, returnSequences, masking)
        .over(x, Inputs.padding("lstm", context, x), rows -> Ops.matmul(rows, w), u, b);
  }

  private static RecurrentCell cell() {
    RecurrentCell places = new RecurrentCell(GATES, List.of());
    Expression written = RecurrentCell.sigmoid(gate(places, 0)).times(gate(places, 2).tanh());
    Expression memory = RecurrentCell.sigmoid(gate(places, 1)).times(places.state(1)).plus(written);
    Expression output = RecurrentCell.sigmoid(gate(places, 3)).times(memory.tanh());
    return new RecurrentCell(GATES, List.of(output, memory));
  }

  private static Expression gate(RecurrentCell places, int gate) {
    return RecurrentCell.input(gate).plus(places.recurrent(gate));
  }

  private Tensor firstBiases(Shape shape, Fans fans, CounterRandom random) {
    Tensor biases = Constant.ZEROS.initialize(shape, fans, random);
    for (int i = units; i < 2 * units; i++) {
      biases.setDouble(i, 1);
    }
    return biases;
  }
}
