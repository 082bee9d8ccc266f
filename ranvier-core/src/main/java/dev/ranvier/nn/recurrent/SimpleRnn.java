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
 * A recurrent layer: the output of each step goes into the next.
 *
 * <p>Formula: hₜ = tanh(xₜ·W + hₜ₋₁·U + b), h₀ = 0. Shapes: x [batch, steps, features], y [batch,
 * units], or [batch, steps, units] with return-sequences; W [features, units], U [units, units], b
 * [units]. Defaults: the last output alone, no masking, Glorot-uniform W and U, zero b. Layers are
 * stacked in a {@link Sequential}, all but the last with return-sequences. Errors: an input that is
 * no sequence. Source: Elman, "Finding structure in time", 1990.
 *
 * @param units the size of the state and of the output
 * @param returnSequences whether the result holds the output of every step, else of the last
 * @param masking whether steps whose features are all 0 are skipped: state and output stay
 * @param weights how W starts
 * @param recurrent how U starts
 */
public record SimpleRnn(
    int units, boolean returnSequences, boolean masking, Initializer weights, Initializer recurrent)
    implements Layer {
  private static final RecurrentCell CELL = cell();

  /** So many units that give their last output, without masking; Glorot-uniform weights. */
  public SimpleRnn(int units) {
    this(units, false, false, new GlorotUniform(), new GlorotUniform());
  }

  /** Checks the size. */
  public SimpleRnn {
    Settings.positive("simple-rnn", "units", units);
  }

  /** The same layer with the outputs of all steps, or of the last. */
  public SimpleRnn withReturnSequences(boolean other) {
    return new SimpleRnn(units, other, masking, weights, recurrent);
  }

  /** The same layer with steps of zeros skipped, or not. */
  public SimpleRnn withMasking(boolean other) {
    return new SimpleRnn(units, returnSequences, other, weights, recurrent);
  }

  /** The same layer with other first weights of the input. */
  public SimpleRnn withWeights(Initializer other) {
    return new SimpleRnn(units, returnSequences, masking, other, recurrent);
  }

  /** The same layer with other first weights of the state. */
  public SimpleRnn withRecurrent(Initializer other) {
    return new SimpleRnn(units, returnSequences, masking, weights, other);
  }

  @Override
  public Node apply(Node x, Context context) {
    Inputs.sequence("simple-rnn", context, x);
    int features = x.shape().size(2);
    Node w =
        context.parameter("weights", Shape.of(features, units), weights, new Fans(features, units));
    Node u =
        context.parameter("recurrent", Shape.of(units, units), recurrent, new Fans(units, units));
    Node b = context.parameter("bias", Shape.of(units), Constant.ZEROS, Fans.NONE);
    return new Recurrence(CELL, returnSequences, masking)
        .over(x, Inputs.padding("simple-rnn", context, x), rows -> Ops.matmul(rows, w), u, b);
  }

  private static RecurrentCell cell() {
    Expression sum = RecurrentCell.input(0).plus(new RecurrentCell(1, List.of()).recurrent(0));
    return new RecurrentCell(1, List.of(sum.tanh()));
  }
}
