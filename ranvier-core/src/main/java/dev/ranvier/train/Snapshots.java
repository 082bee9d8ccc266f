package dev.ranvier.train;

import dev.ranvier.optim.Schedule;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.LongStream;

/**
 * Takes a snapshot of a model at the end of each cycle of a cyclic schedule, to be the members of
 * an ensemble.
 *
 * <pre>{@code
 * Schedule schedule = new Snapshot(5);
 * Snapshots<Model> snapshots = new Snapshots<>(schedule, step -> model.copy());
 * trainer.fit(training, new Fit(50).withSchedule(schedule).withListeners(snapshots));
 * List<Model> members = snapshots.taken();
 * }</pre>
 *
 * <p>Source: Huang and others, 2017 (arXiv 1704.00109).
 *
 * @param <T> what a snapshot is: a copy of the model, the file it was saved to
 */
public final class Snapshots<T> implements Listener {
  private final Schedule schedule;
  private final Function<StepRecord, T> snapshot;
  private final List<T> taken = new ArrayList<>();
  private Progress progress;
  private EpochPlan epoch;

  /**
   * Snapshots of a fit with this schedule.
   *
   * @param schedule the fit's
   * @param snapshot takes one, after the last step of a cycle
   */
  public Snapshots(Schedule schedule, Function<StepRecord, T> snapshot) {
    this.schedule = schedule;
    this.snapshot = snapshot;
  }

  @Override
  public void started(Progress size) {
    progress = size;
  }

  @Override
  public void epochStarted(EpochPlan plan) {
    epoch = plan;
  }

  @Override
  public void stepped(StepRecord step) {
    long from = scheduled(step.stepInEpoch() - 1);
    long to = Math.max(from + 1, scheduled(step.stepInEpoch()));
    if (LongStream.range(from, to).anyMatch(this::endsCycle)) {
      taken.add(snapshot.apply(step));
    }
  }

  /** The moment of a step in the epoch, counted as schedules do: in steps of the first epoch. */
  private long scheduled(long step) {
    return (epoch.epoch() - 1L) * progress.stepsPerEpoch()
        + step * progress.stepsPerEpoch() / epoch.steps();
  }

  private boolean endsCycle(long step) {
    return schedule.endsCycle(
        new Schedule.Moment(step, progress.stepsPerEpoch(), progress.epochs()));
  }

  /** The snapshots so far, the first cycle's first. */
  public List<T> taken() {
    return List.copyOf(taken);
  }
}
