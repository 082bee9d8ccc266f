package dev.ranvier.train;

import dev.ranvier.checkpoint.Checkpoint;
import dev.ranvier.checkpoint.CheckpointFolder;
import dev.ranvier.tensor.Tensor;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Writes checkpoints of a trainer while it fits.
 *
 * <pre>{@code
 * CheckpointFolder folder = new CheckpointFolder(Path.of("checkpoints"));
 * folder.newest().ifPresent(found -> trainer.restore(found.checkpoint()));
 * trainer.fit(training, new Fit(20).withListeners(new Checkpoints(trainer, folder)));
 * }</pre>
 *
 * <p>Killed at any moment and started again, this goes on from the last checkpoint and ends with
 * the same weights, bit for bit, on the same machine and number of threads. Listeners that write
 * files of their own should come before, so that a checkpoint is never ahead of them.
 */
public final class Checkpoints implements Listener {
  private static final String MORE = "more/";

  private final Trainer trainer;
  private final CheckpointFolder folder;
  private final CheckpointInterval interval;
  private final Supplier<Map<String, Tensor>> more;
  private final BooleanSupplier demand;
  private final double leastSeconds;
  private long lastTime = System.nanoTime();
  private int steps;
  private int epochs;

  /** Writes one after every epoch. */
  public Checkpoints(Trainer trainer, CheckpointFolder folder) {
    this(trainer, folder, new CheckpointInterval(), Map::of, () -> false, 0);
  }

  private Checkpoints(
      Trainer trainer,
      CheckpointFolder folder,
      CheckpointInterval interval,
      Supplier<Map<String, Tensor>> more,
      BooleanSupplier demand,
      double leastSeconds) {
    this.trainer = trainer;
    this.folder = folder;
    this.interval = interval;
    this.more = more;
    this.demand = demand;
    this.leastSeconds = leastSeconds;
  }

  /** The same at other intervals. */
  public Checkpoints withInterval(CheckpointInterval other) {
    return new Checkpoints(trainer, folder, other, more, demand, leastSeconds);
  }

  /**
   * The same with tensors more in each checkpoint, such as weights that were better; {@link #more}
   * gives them back.
   */
  public Checkpoints withMore(Supplier<Map<String, Tensor>> other) {
    return new Checkpoints(trainer, folder, interval, other, demand, leastSeconds);
  }

  /**
   * The same with one more after every step at which it is demanded, for instance because the
   * process is about to end. After the last step of an epoch its validation comes first.
   */
  public Checkpoints withDemand(BooleanSupplier other) {
    return new Checkpoints(trainer, folder, interval, more, other, leastSeconds);
  }

  /**
   * The same without those after epochs that end so many seconds after the last one or earlier, but
   * for that of the last epoch: epochs of milliseconds take less time than writing to a disk.
   */
  public Checkpoints withLeastSeconds(double other) {
    return new Checkpoints(trainer, folder, interval, more, demand, other);
  }

  /** The tensors that {@link #withMore} put into a checkpoint. */
  public static Map<String, Tensor> more(Checkpoint checkpoint) {
    return checkpoint.tensors(MORE);
  }

  /** How many seconds a fit had taken when a checkpoint was made, validation included. */
  public static double seconds(Checkpoint checkpoint) {
    return FitProgress.seconds(checkpoint);
  }

  @Override
  public void started(Progress progress) {
    lastTime = System.nanoTime();
    epochs = progress.epochs();
  }

  @Override
  public void epochStarted(EpochPlan epoch) {
    steps = epoch.steps();
  }

  @Override
  public void stepped(StepRecord step) {
    // After the last step of an epoch its validation has to come first.
    boolean due =
        interval.steps() > 0 && step.step() % interval.steps() == 0
            || isTime()
            || demand.getAsBoolean();
    if (due && step.stepInEpoch() < steps) {
      write(false);
    }
  }

  @Override
  public void epochEnded(EpochRecord epoch) {
    boolean best = trainer.history().best().equals(epoch);
    boolean due =
        interval.epochs() > 0 && epoch.epoch() % interval.epochs() == 0 && isWorthIt(epoch)
            || interval.steps() > 0 && epoch.step() % interval.steps() == 0
            || isTime()
            || demand.getAsBoolean();
    if (due || best && folder.keepBest()) {
      write(best);
    }
  }

  private boolean isWorthIt(EpochRecord epoch) {
    return epoch.epoch() == epochs || (System.nanoTime() - lastTime) / 1e9 >= leastSeconds;
  }

  private boolean isTime() {
    return interval.seconds() > 0 && (System.nanoTime() - lastTime) / 1e9 >= interval.seconds();
  }

  private void write(boolean best) {
    Checkpoint checkpoint = trainer.checkpoint();
    folder.save(checkpoint.with(MORE, more.get()), best);
    lastTime = System.nanoTime();
  }
}
