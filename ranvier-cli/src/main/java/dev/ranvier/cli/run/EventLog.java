package dev.ranvier.cli.run;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import dev.ranvier.catalog.Json;
import dev.ranvier.optim.Schedule;
import dev.ranvier.tensor.AtomicFile;
import dev.ranvier.train.EpochRecord;
import dev.ranvier.train.History;
import dev.ranvier.train.Listener;
import dev.ranvier.train.StepRecord;
import dev.ranvier.train.metric.ConfusionMatrix;
import dev.ranvier.train.metric.Evaluation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;

/**
 * Writes what happens in a run to {@code events.jsonl}, a JSON value a line.
 *
 * <p>Records: {@code started}, {@code step} (the first of an epoch, the last, and about a hundred
 * between), {@code epoch}, {@code interrupted} where a signal ended a run, {@code resumed} where it
 * went on, and {@code finished} or {@code failed} at the end. Each is written at once, so the file
 * can be followed.
 */
public final class EventLog implements Listener, AutoCloseable {
  private static final int STEPS_AN_EPOCH = 100;

  /** With more classes than these, a confusion matrix would be most of the file. */
  private static final int MOST_CLASSES = 100;

  private final RunFolder folder;
  private final long parameters;
  private OptionalLong continuedAfter = OptionalLong.empty();
  private int epochsOver;
  private FileChannel file;
  private int examples;
  private EpochPlan plan;
  private Optional<ConfusionMatrix> confusion = Optional.empty();

  /**
   * A log that opens when training starts.
   *
   * @param folder the run's folder, not yet published; this does it
   * @param parameters the number of trained numbers, for the record
   */
  public EventLog(RunFolder folder, long parameters) {
    this.folder = folder;
    this.parameters = parameters;
  }

  /** Makes this go on with the log that is there, as it was after a step and so many epochs. */
  public void continueAfter(long step, int epochs) {
    continuedAfter = OptionalLong.of(step);
    epochsOver = epochs;
  }

  @Override
  public void started(Progress progress) {
    folder.publish();
    Path path = folder.path().resolve(RunFolder.EVENTS);
    try {
      if (continuedAfter.isPresent() && Files.exists(path)) {
        long step = continuedAfter.getAsLong();
        AtomicFile.write(path, new EventLines(step, epochsOver).kept(path));
      }
      file = FileChannel.open(path, CREATE, READ, WRITE);
      file.truncate(continuedAfter.isPresent() ? file.size() : 0);
      file.position(file.size());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write '" + path + "' (" + e + ")", e);
    }
    examples = progress.examples();
    Map<String, Object> record = record(continuedAfter.isPresent() ? "resumed" : "started");
    continuedAfter.ifPresent(step -> record.put("step", step));
    record.put("epochs", progress.epochs());
    record.put("steps_per_epoch", progress.stepsPerEpoch());
    record.put("examples", progress.examples());
    record.put("parameters", parameters);
    write(record);
  }

  @Override
  public void epochStarted(EpochPlan epoch) {
    plan = epoch;
  }

  @Override
  public void stepped(StepRecord step) {
    int every = Math.max(1, plan.steps() / STEPS_AN_EPOCH);
    if (step.stepInEpoch() % every != 1 % every && step.stepInEpoch() != plan.steps()) {
      return;
    }
    Map<String, Object> record = record("step");
    record.put("epoch", step.epoch());
    record.put("step", step.step());
    record.put("loss", step.loss());
    record.put("learning_rate", step.learningRate());
    write(record);
  }

  @Override
  public void validated(Evaluation validation) {
    confusion = validation.confusion().filter(matrix -> matrix.counts().length <= MOST_CLASSES);
  }

  @Override
  public void epochEnded(EpochRecord epoch) {
    Map<String, Object> record = record("epoch");
    record.putAll(Outcome.epoch(epoch));
    confusion.ifPresent(matrix -> record.put("validation_confusion", Outcome.confusion(matrix)));
    record.put("batch", plan.batch());
    record.put("noise_scale", Schedule.noiseScale(epoch.learningRate(), examples, plan.batch()));
    write(record);
  }

  /** Writes the last record of a run that came to its end. */
  public void finished(Map<String, Object> metrics) {
    Map<String, Object> record = record("finished");
    record.putAll(metrics);
    write(record);
  }

  /** Trains; if that fails, the last record says why. */
  public History during(Supplier<History> fit) {
    try {
      return fit.get();
    } catch (InterruptedRunException e) {
      Map<String, Object> record = record("interrupted");
      record.put("step", e.step());
      write(record);
      throw e;
    } catch (RuntimeException e) {
      try {
        failed(e.getMessage());
      } catch (UncheckedIOException another) {
        e.addSuppressed(another); // often for the same reason, such as a full disk
      }
      throw e;
    }
  }

  private void failed(String message) {
    if (file != null) { // it had begun
      Map<String, Object> record = record("failed");
      record.put("message", message);
      write(record);
    }
  }

  @Override
  public void close() {
    try {
      if (file != null) {
        file.close();
        file = null;
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot close the event log (" + e + ")", e);
    }
  }

  private static Map<String, Object> record(String event) {
    Map<String, Object> record = new LinkedHashMap<>();
    record.put("event", event);
    record.put("time", Instant.now().toString());
    return record;
  }

  /** Makes sure that all records are on the disk. */
  public void force() {
    folder.requireThere();
    try {
      file.force(false);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the event log (" + e + ")", e);
    }
  }

  private void write(Map<String, Object> record) {
    folder.requireThere();
    try {
      AtomicFile.append(file, (Json.line(record) + "\n").getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      IOException why = AtomicFile.explained(folder.path().resolve(RunFolder.EVENTS), e);
      throw new UncheckedIOException("cannot write the event log (" + why.getMessage() + ")", e);
    }
  }
}
