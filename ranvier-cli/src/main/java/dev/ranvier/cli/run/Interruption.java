package dev.ranvier.cli.run;

import dev.ranvier.train.EpochRecord;
import dev.ranvier.train.Listener;
import dev.ranvier.train.StepRecord;
import java.util.function.Consumer;

/**
 * Lets Ctrl-C and SIGTERM end a training run between two steps: the listener {@link #around} writes
 * what it has to and throws {@link InterruptedRunException}. Before the first step, and at the
 * second signal, the process ends at once.
 */
public final class Interruption implements AutoCloseable {
  /** The exit code of an interrupted run: 128 and the number of SIGINT, as shells have it. */
  public static final int EXIT_CODE = 130;

  private final RunFolder folder;
  private final boolean resumable;
  private final Consumer<String> people;
  private final Signals signals = new Signals(this::signalled);
  private boolean stepping;
  private boolean asked;
  private boolean stopping;

  /**
   * Watches a run from now on.
   *
   * @param folder where it is kept
   * @param resumable whether it writes checkpoints
   * @param people is told what to do after an interruption
   */
  public Interruption(RunFolder folder, boolean resumable, Consumer<String> people) {
    this.folder = folder;
    this.resumable = resumable;
    this.people = people;
  }

  private synchronized void signalled() {
    if (stepping && !asked) {
      asked = true;
      return;
    }
    try {
      if (!asked && folder.isWorthKeeping()) {
        tell();
      } else if (!asked) {
        folder.discard();
      }
    } finally {
      Runtime.getRuntime().halt(EXIT_CODE);
    }
  }

  /** Tells people how the run can go on, in a line that fits a terminal. */
  public void tell() {
    String path = folder.path().toString();
    String word = path.matches("[\\w./:\\\\+-]+") ? path : "'" + path.replace("'", "'\\''") + "'";
    people.accept(
        resumable
            ? "interrupted; to go on: ranvier train --resume " + word
            : "interrupted; it cannot go on (train.minimizer); its best model: " + word);
  }

  /** Whether the run ends with what is being told to the listeners. */
  boolean isStopping() {
    return stopping;
  }

  /** Tells a listener, the last of a run, what happens, and ends the run after it if asked to. */
  Listener around(Listener last) {
    return new Listener() {
      private int steps;

      @Override
      public void started(Progress progress) {
        last.started(progress);
        become(true);
      }

      @Override
      public void epochStarted(EpochPlan epoch) {
        steps = epoch.steps();
        last.epochStarted(epoch);
      }

      @Override
      public void stepped(StepRecord step) {
        sample();
        last.stepped(step);
        // After the last step of an epoch its validation comes first.
        if (stopping && step.stepInEpoch() < steps) {
          throw new InterruptedRunException(step.step());
        }
      }

      @Override
      public void epochEnded(EpochRecord epoch) {
        sample();
        last.epochEnded(epoch);
        if (stopping) {
          throw new InterruptedRunException(epoch.step());
        }
      }
    };
  }

  /** Training is over: what follows can be done again, so a signal ends it at once. */
  void trained() {
    become(false);
  }

  private synchronized void become(boolean now) {
    stepping = now;
  }

  /** Once a step: the answer must be the same for all that ask within it. */
  private synchronized void sample() {
    stopping = asked;
  }

  /** Signals do what they did before. */
  @Override
  public void close() {
    signals.close();
  }
}
