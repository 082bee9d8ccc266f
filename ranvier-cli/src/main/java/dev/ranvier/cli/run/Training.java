package dev.ranvier.cli.run;

import dev.ranvier.catalog.ModelFile;
import dev.ranvier.checkpoint.Checkpoint;
import dev.ranvier.checkpoint.CheckpointFolder;
import dev.ranvier.cli.experiment.Experiment;
import dev.ranvier.cli.profile.ProfileTree;
import dev.ranvier.data.Dataset;
import dev.ranvier.exec.Engine;
import dev.ranvier.exec.Peaks;
import dev.ranvier.exec.Plan;
import dev.ranvier.infer.TrainedModel;
import dev.ranvier.nn.Model;
import dev.ranvier.optim.Schedule;
import dev.ranvier.train.BatchForm;
import dev.ranvier.train.Checkpoints;
import dev.ranvier.train.EpochRecord;
import dev.ranvier.train.Fit;
import dev.ranvier.train.History;
import dev.ranvier.train.Listener;
import dev.ranvier.train.Snapshots;
import dev.ranvier.train.Trainer;
import dev.ranvier.train.metric.Evaluation;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * A training run: from an experiment to a folder with a model and its measurements.
 *
 * @param experiment what to do
 * @param folder where to keep it
 * @param display who shows people how it goes
 * @param interruption what may end it early
 * @param profiled whether to measure where the time of the steps goes
 * @param kernels where to write what the generated kernels of a step do
 */
public record Training(
    Experiment experiment,
    RunFolder folder,
    ProgressDisplay display,
    Interruption interruption,
    boolean profiled,
    Optional<Path> kernels) {
  /** The last steps that a profile is taken over. */
  private static final int PROFILED_STEPS = 100;

  /**
   * Trains, measures, and writes all files of the folder.
   *
   * @return what {@code metrics.json} holds
   * @throws IllegalArgumentException when the experiment's parts do not fit each other
   * @throws dev.ranvier.train.DivergenceException when the loss is no longer a number
   * @throws InterruptedRunException when a signal ended it
   */
  public Map<String, Object> run() {
    Prepared run = Prepared.of(experiment, folder);
    Model model = run.model();
    Dataset examples = run.data().train();
    Engine engine = experiment.engine().engine();
    Trainer trainer = new Trainer(model, experiment.loss(), experiment.train().optimizer(), engine);
    Optional<Plan> recorded =
        profiled ? Optional.of(recorded(trainer, examples)) : Optional.empty();
    kernels.ifPresent(to -> trainer.plan(form(examples)).dumpKernels(to));
    CheckpointFolder checkpoints =
        experiment.train().checkpoints().in(folder.path().resolve(RunFolder.CHECKPOINTS));
    try (EventLog events = new EventLog(folder, model.parameterCount())) {
      double before = folder.isResumed() ? goOn(checkpoints, trainer, run.keeper(), events) : 0;
      Checkpoints checkpointing =
          new Checkpoints(trainer, checkpoints)
              .withInterval(experiment.train().checkpoints().interval())
              .withLeastSeconds(experiment.train().checkpoints().leastSeconds())
              .withDemand(interruption::isStopping)
              .withMore(
                  () -> {
                    run.keeper().flush();
                    events.force(); // so that no checkpoint is ahead of them
                    return run.keeper().best();
                  });
      display.follow(trainer::running);
      display.mark(run.keeper()::isBest);
      Fit fit =
          run.fit(
              events,
              evaluated(trainer, run.keeper()),
              display,
              snapshots(trainer, run.trained(), experiment.train().schedule()),
              interruption.around(checkpointing));
      long start = System.nanoTime();
      History history = events.during(() -> fit(trainer, examples, fit, run.keeper()));
      interruption.trained();
      double seconds = before + (System.nanoTime() - start) / 1e9;
      EpochRecord best = run.keeper().restoreBest();
      Optional<Evaluation> test =
          run.data().validation().isEmpty()
              ? run.data().test().map(data -> trainer.evaluate(data, run.batching(), run.metrics()))
              // The trainer would put averages of the last weights in the place of the best.
              : run.test(engine);
      Map<String, Object> outcome =
          Outcome.run(history, best, test, new Outcome.Where(folder.path(), model, seconds));
      recorded.ifPresent(plan -> outcome.put("profile", profile(plan, engine)));
      run.finish(outcome, events);
      return outcome;
    }
  }

  /** A folder that is gone explains why a file in it could not be written. */
  private History fit(Trainer trainer, Dataset examples, Fit fit, ModelKeeper keeper) {
    try {
      return keeper.during(() -> trainer.fit(examples, fit));
    } catch (UncheckedIOException e) {
      folder.requireThere();
      throw e;
    }
  }

  /** Puts the trainer where the run ended; gives the seconds that it had trained. */
  private double goOn(
      CheckpointFolder checkpoints, Trainer trainer, ModelKeeper keeper, EventLog events) {
    Optional<CheckpointFolder.Found> newest = checkpoints.newest();
    if (newest.isEmpty()) {
      display.note("resume: no checkpoint has been written; training starts from the beginning");
      return 0;
    }
    newest.get().damaged().forEach(damage -> display.note("resume: " + damage));
    Checkpoint checkpoint = newest.get().checkpoint();
    checkpoints.removeAfter(checkpoint.step());
    trainer.restore(checkpoint);
    History history = trainer.history();
    keeper.restore(history, Checkpoints.more(checkpoint));
    events.continueAfter(checkpoint.step(), history.epochs().size());
    display.note(
        String.format(
            "resume: going on after step %d, in epoch %d",
            checkpoint.step(), history.epochs().size() + 1));
    return Checkpoints.seconds(checkpoint);
  }

  /** Keeps what evaluation measures: averaged weights, where the optimizer averages. */
  private static Listener evaluated(Trainer trainer, ModelKeeper keeper) {
    return new Listener() {
      @Override
      public void epochEnded(EpochRecord epoch) {
        trainer.withEvaluationWeights(
            () -> {
              keeper.epochEnded(epoch);
              return epoch;
            });
      }
    };
  }

  /** Saves the model at the end of each cycle of the schedule, under the number of the step. */
  private Listener snapshots(Trainer trainer, TrainedModel trained, Schedule schedule) {
    return new Snapshots<>(
        schedule,
        step -> {
          Path place = folder.path().resolve(RunFolder.SNAPSHOTS).resolve("step-" + step.step());
          return trainer.withEvaluationWeights(
              () -> {
                folder.requireThere();
                ModelFile.save(place, trained);
                return place;
              });
        });
  }

  /** The plan of whole batches, told to record. */
  private Plan recorded(Trainer trainer, Dataset examples) {
    BatchForm batch = form(examples);
    int steps = experiment.train().epochs() * (examples.size() / batch.size());
    if (steps < 2) {
      throw new IllegalArgumentException(
          "train: a profile needs at least 2 steps, got "
              + steps
              + "; train for more epochs or with smaller batches");
    }
    Plan plan = trainer.plan(batch);
    plan.record(PROFILED_STEPS);
    return plan;
  }

  /** What all whole batches have in common. */
  private BatchForm form(Dataset examples) {
    int size = Math.min(experiment.train().batch(), examples.size());
    return new BatchForm(size, examples.weighted());
  }

  private static Map<String, Object> profile(Plan plan, Engine engine) {
    return ProfileTree.of(plan.profile(), Peaks.measure(engine), engine.workers().threads());
  }
}
