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
import dev.ranvier.tensor.Shape;
import java.util.List;

/**
 * Gated recurrent units: an LSTM's idea with two gates and no separate memory.
 *
 * <p>Formula: with a = xₜ·W + b and s = hₜ₋₁·U + c, each cut into three parts, r = σ(a₁ + s₁), z =
 * σ(a₂ + s₂), n = tanh(a₃ + r ∘ s₃) and hₜ = (1 − z) ∘ n + z ∘ hₜ₋₁, with h₀ = 0: PyTorch's order,
 * and the reset after the product. Shapes: x [batch, steps, features], y [batch, units], or [batch,
 * steps, units] with return-sequences; W [features, 3·units], U [units, 3·units], b and c
 * [3·units]. Defaults: the last output alone, no masking, Glorot-uniform W and U, zero b. Layers
 * are stacked in a {@link Sequential}, all but the last with return-sequences. Errors: an input
 * that is no sequence. Source: Cho et al., 2014 (arXiv 1406.1078).
 *
 * @param units the size of the state and of the output
 * @param returnSequences whether the result holds the output of every step, else of the last
 * @param masking whether steps whose features are all 0 are skipped: state and output stay
 * @param weights how W starts
 * @param recurrent how U starts
 */
public record Gru(
    int units, boolean returnSequences, boolean masking, Initializer weights, Initializer recurrent)
    implements Layer {
  private static final int GATES = 3;
  private static final RecurrentCell CELL = cell();

  /** So many units that give their last output, without masking; Glorot-uniform weights. */
  public Gru(int units) {
    this(units, false, false, new GlorotUniform(), new GlorotUniform());
  }

  /** Checks the size. */
  public Gru {
    Settings.positive("gru", "units", units);
  }

  /** The same layer with the outputs of all steps, or of the last. */
  public Gru withReturnSequences(boolean other) {
    return new Gru(units, other, masking, weights, recurrent);
  }

  /** The same layer with steps of zeros skipped, or not. */
  public Gru withMasking(boolean other) {
    return new Gru(units, returnSequences, other, weights, recurrent);
  }

  /** The same layer with other first weights of the input. */
  public Gru withWeights(Initializer other) {
    return new Gru(units, returnSequences, masking, other, recurrent);
  }

  /** The same layer with other first weights of the state. */
  public Gru withRecurrent(Initializer other) {
    return new Gru(units, returnSequences, masking, weights, other);
  }

  @Override
  public Node apply(Node x, Context context) {
    Inputs.sequence("gru", context, x);
    int features = x.shape().size(2);
    int gates = Math.multiplyExact(GATES, units);
    Node w =
        context.parameter("weights", Shape.of(features, gates), weights, new Fans(features, units));
    Node u =
        context.parameter("recurrent", Shape.of(units, gates), recurrent, new Fans(units, units));
    Node b = context.parameter("bias", Shape.of(gates), Constant.ZEROS, Fans.NONE);
    Node c = context.parameter("recurrent-bias", Shape.of(gates), Constant.ZEROS, Fans.NONE);
    return new Recurrence(CELL, returnSequences, masking)
        .over(x, Inputs.padding("gru", context, x), rows -> Ops.add(Ops.matmul(rows, w), b), u, c);
  }

  private static RecurrentCell cell() {
    RecurrentCell places = new RecurrentCell(GATES, List.of());
    Expression reset = RecurrentCell.sigmoid(RecurrentCell.input(0).plus(places.recurrent(0)));
    Expression carry = RecurrentCell.sigmoid(RecurrentCell.input(1).plus(places.recurrent(1)));
    Expression candidate = RecurrentCell.input(2).plus(reset.times(places.recurrent(2))).tanh();
    Expression output = candidate.plus(carry.times(places.state(0).minus(candidate)));
    return new RecurrentCell(GATES, List.of(output));
  }
}
