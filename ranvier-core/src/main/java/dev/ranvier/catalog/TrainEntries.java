package dev.ranvier.catalog;

import dev.ranvier.train.Accuracy;
import dev.ranvier.train.AtLeast;
import dev.ranvier.train.AtMost;
import dev.ranvier.train.Auc;
import dev.ranvier.train.F1Score;
import dev.ranvier.train.GeneralizationLoss;
import dev.ranvier.train.MeanAbsoluteError;
import dev.ranvier.train.MeanSquaredError;
import dev.ranvier.train.Patience;
import dev.ranvier.train.PrecisionScore;
import dev.ranvier.train.ProgressQuotient;
import dev.ranvier.train.R2;
import dev.ranvier.train.RecallScore;
import dev.ranvier.train.RootMeanSquaredError;
import dev.ranvier.train.StepBudget;
import dev.ranvier.train.SuccessiveIncreases;
import dev.ranvier.train.TaskLoss;
import dev.ranvier.train.TaskMetric;
import dev.ranvier.train.TimeBudget;
import dev.ranvier.train.TopK;
import dev.ranvier.train.TrainingProgress;
import java.util.List;

/** The stopping criteria and metrics that come with Ranvier. */
final class TrainEntries {
  static final List<Entry> ALL =
      List.of(
          new Entry(Kind.STOPPING, AtLeast.class),
          new Entry(Kind.STOPPING, AtMost.class),
          new Entry(Kind.STOPPING, GeneralizationLoss.class, "gl"),
          new Entry(Kind.STOPPING, Patience.class),
          new Entry(Kind.STOPPING, ProgressQuotient.class, "pq"),
          new Entry(Kind.STOPPING, StepBudget.class),
          new Entry(Kind.STOPPING, SuccessiveIncreases.class, "up"),
          new Entry(Kind.STOPPING, TimeBudget.class),
          new Entry(Kind.STOPPING, TrainingProgress.class),
          new Entry(Kind.METRICS, Accuracy.class),
          new Entry(Kind.METRICS, Auc.class),
          new Entry(Kind.METRICS, F1Score.class),
          new Entry(Kind.METRICS, MeanAbsoluteError.class, "mae"),
          new Entry(Kind.METRICS, MeanSquaredError.class, "mse"),
          new Entry(Kind.METRICS, PrecisionScore.class),
          new Entry(Kind.METRICS, R2.class),
          new Entry(Kind.METRICS, RecallScore.class),
          new Entry(Kind.METRICS, RootMeanSquaredError.class, "rmse"),
          new Entry(Kind.METRICS, TaskLoss.class),
          new Entry(Kind.METRICS, TaskMetric.class),
          new Entry(Kind.METRICS, TopK.class));

  private TrainEntries() {}
}
