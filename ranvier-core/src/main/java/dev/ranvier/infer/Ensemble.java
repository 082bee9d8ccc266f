package dev.ranvier.infer;

import dev.ranvier.tensor.Tensor;
import java.util.Collections;
import java.util.List;

/**
 * Several models that predict together.
 *
 * <pre>{@code
 * Ensemble ensemble =
 *     new Ensemble(List.of(first.session(engine), second.session(engine))).withVoting(Voting.HARD);
 * Tensor probabilities = ensemble.predict(images);
 * }</pre>
 *
 * <p>Formula: soft Σ wₘ · pₘ / Σ wₘ over the members m; hard the same with pₘ replaced by 1 for the
 * class that the member holds for the likeliest (of equal ones the first) and 0 for the others.
 * Both sum to 1 where members' predictions do. Sessions should give predictions, such as {@code
 * TrainedModel.session} does, not logits, whose scales differ. Errors: hard voting on single
 * numbers; members whose predictions differ in shape.
 *
 * @param members the models, at least one
 * @param voting how their predictions become one
 * @param weights one for each member, at least 0 and not all 0
 */
public record Ensemble(List<InferenceSession> members, Voting voting, List<Double> weights) {
  /** Soft voting in which all members count the same. */
  public Ensemble(List<InferenceSession> members) {
    this(members, Voting.SOFT, Collections.nCopies(members.size(), 1.0));
  }

  /** Checks members and weights. */
  public Ensemble {
    members = List.copyOf(members);
    weights = List.copyOf(weights);
    if (members.isEmpty()) {
      throw new IllegalArgumentException("ensemble: needs at least one member, got none");
    }
    if (weights.size() != members.size()) {
      throw new IllegalArgumentException(
          "ensemble: needs a weight for each of its "
              + members.size()
              + " members, got "
              + weights.size());
    }
    double sum = weights.stream().mapToDouble(Double::doubleValue).sum();
    if (!(sum > 0) || !Double.isFinite(sum) || weights.stream().anyMatch(weight -> weight < 0)) {
      throw new IllegalArgumentException(
          "ensemble: weights must be at least 0 and not all 0, got " + weights);
    }
  }

  /** The same members with another voting. */
  public Ensemble withVoting(Voting other) {
    return new Ensemble(members, other, weights);
  }

  /** The same members with other weights. */
  public Ensemble withWeights(List<Double> others) {
    return new Ensemble(members, voting, others);
  }

  /**
   * What the members predict together.
   *
   * @param inputs [batch, …], as each member takes them
   * @return of the members' type; a tensor of its own
   * @throws IllegalArgumentException when a member does not take the inputs, or their predictions
   *     do not go together
   */
  public Tensor predict(Tensor inputs) {
    double total = weights.stream().mapToDouble(Double::doubleValue).sum();
    Tensor sum = null;
    for (int i = 0; i < members.size(); i++) {
      Tensor predictions = members.get(i).predict(inputs);
      if (sum == null) {
        sum = Tensor.zeros(predictions.type());
      }
      if (!predictions.type().equals(sum.type())) {
        throw new IllegalArgumentException(
            "ensemble: its members must predict alike, the first gives "
                + sum.type()
                + ", number "
                + (i + 1)
                + " gives "
                + predictions.type());
      }
      double share = weights.get(i) / total;
      switch (voting) {
        case SOFT -> addMean(sum, predictions, share);
        case HARD -> addVotes(sum, predictions, share);
      }
    }
    return sum;
  }

  private static void addMean(Tensor sum, Tensor predictions, double share) {
    for (long i = 0; i < predictions.shape().elements(); i++) {
      sum.setDouble(i, sum.getDouble(i) + share * predictions.getDouble(i));
    }
  }

  private static void addVotes(Tensor sum, Tensor predictions, double share) {
    int classes = predictions.shape().rank() < 2 ? 1 : predictions.shape().size(-1);
    if (classes < 2) {
      throw new IllegalArgumentException(
          "ensemble: hard voting needs predictions [batch, …, classes] of at least 2 classes, got "
              + predictions.type()
              + "; use soft voting");
    }
    for (long row = 0; row < predictions.shape().elements(); row += classes) {
      long best = row;
      for (long i = row + 1; i < row + classes; i++) {
        best = predictions.getDouble(i) > predictions.getDouble(best) ? i : best;
      }
      sum.setDouble(best, sum.getDouble(best) + share);
    }
  }
}
