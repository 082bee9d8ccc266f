package dev.ranvier.cli;

import dev.ranvier.exec.Engine;
import dev.ranvier.infer.Ensemble;
import dev.ranvier.infer.InferenceSession;
import dev.ranvier.infer.TrainedModel;
import dev.ranvier.infer.Voting;
import dev.ranvier.nn.loss.MultiTask;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Option;

/** The options that say how several models become one. */
final class VotingOptions {
  @Option(
      names = "--voting",
      paramLabel = "soft | hard",
      description =
          "Of several models: the mean of their predictions (soft, the default), or the share of"
              + " them that is for a class.")
  private String voting;

  @Option(
      names = "--weights",
      paramLabel = "W,W,...",
      split = ",",
      description = "How much each of several models counts.")
  private List<Double> weights;

  /** Checks that there is something to vote on. */
  void requireMembers(int models) {
    if (models == 1 && (voting != null || weights != null)) {
      throw new IllegalArgumentException(
          (voting != null ? "--voting" : "--weights")
              + ": there is one model, which needs none; name several");
    }
    if (weights != null && weights.size() != models) {
      throw new IllegalArgumentException(
          "--weights: needs one for each of the " + models + " models, got " + weights.size());
    }
  }

  /**
   * The models as one, each computed by its engine, in the {@link TrainedModel#session units} of
   * the first.
   *
   * @throws IllegalArgumentException when they do not take the same inputs or know the same classes
   */
  Ensemble ensemble(List<TrainedModel> models, List<Engine> engines) {
    TrainedModel first = models.getFirst();
    for (int i = 1; i < models.size(); i++) {
      TrainedModel other = models.get(i);
      if (!other.model().input().equals(first.model().input())
          || !other.classNames().equals(first.classNames())
          || !other.targetColumns().equals(first.targetColumns())) {
        throw new IllegalArgumentException(
            "ensemble: its models must take the same inputs and know the same classes; the first"
                + " takes "
                + describe(first)
                + ", number "
                + (i + 1)
                + " takes "
                + describe(other));
      }
    }
    if (first.loss() instanceof MultiTask && voting() == Voting.HARD) {
      throw new IllegalArgumentException(
          "--voting: hard voting is on classes, the models have several tasks; use soft");
    }
    List<InferenceSession> sessions = new ArrayList<>();
    for (int i = 0; i < models.size(); i++) {
      sessions.add(models.get(i).session(engines.get(i), first));
    }
    Ensemble ensemble = new Ensemble(sessions).withVoting(voting());
    return weights == null ? ensemble : ensemble.withWeights(weights);
  }

  private static String describe(TrainedModel trained) {
    return trained.model().input()
        + " and knows "
        + (trained.targetColumns().isEmpty() ? trained.classNames() : trained.targetColumns());
  }

  private Voting voting() {
    if (voting == null) {
      return Voting.SOFT;
    }
    return Arrays.stream(Voting.values())
        .filter(value -> value.name().equals(voting.toUpperCase(Locale.ROOT)))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "--voting: expected soft or hard, got '" + voting + "'"));
  }
}
