package dev.ranvier.nn;

import dev.ranvier.graph.Node;
import dev.ranvier.op.Ops;
import dev.ranvier.op.Split;
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
    Settings.sequence("gru", context, x);
    int features = x.shape().size(2);
    int gates = GATES * units;
    Node w =
        context.parameter("weights", Shape.of(features, gates), weights, new Fans(features, units));
    Node u =
        context.parameter("recurrent", Shape.of(units, gates), recurrent, new Fans(units, units));
    Node b = context.parameter("bias", Shape.of(gates), Constant.ZEROS, Fans.NONE);
    Node c = context.parameter("recurrent-bias", Shape.of(gates), Constant.ZEROS, Fans.NONE);
    return new Recurrence(returnSequences, masking)
        .unroll(x, w, b, 1, units, (input, state) -> List.of(step(input, state.getFirst(), u, c)));
  }

  private static Node step(Node input, Node output, Node u, Node c) {
    List<? extends Node> a = new Split(1, GATES).applyAll(input);
    List<? extends Node> s = new Split(1, GATES).applyAll(Ops.add(Ops.matmul(output, u), c));
    Node reset = new dev.ranvier.op.Sigmoid().apply(Ops.add(a.get(0), s.get(0)));
    Node carry = new dev.ranvier.op.Sigmoid().apply(Ops.add(a.get(1), s.get(1)));
    Node candidate =
        new dev.ranvier.op.Tanh().apply(Ops.add(a.get(2), Ops.multiply(reset, s.get(2))));
    return Ops.add(candidate, Ops.multiply(carry, Ops.subtract(output, candidate)));
  }
}
