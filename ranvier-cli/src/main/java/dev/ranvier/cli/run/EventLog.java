package dev.ranvier.cli.run;

import dev.ranvier.catalog.Json;
import dev.ranvier.train.EpochRecord;
import dev.ranvier.train.Listener;
import dev.ranvier.train.StepRecord;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Writes what happens in a run to {@code events.jsonl}, a JSON value a line.
 *
 * <p>Records: {@code started}, {@code step} (the first of an epoch, the last, and about a hundred
 * between), {@code epoch}, and {@code finished} or {@code failed} at the end. Each is flushed, so
 * the file can be followed.
 */
public final class EventLog implements Listener, AutoCloseable {
  private static final int STEPS_AN_EPOCH = 100;

  private final RunFolder folder;
  private final long parameters;
  private BufferedWriter writer;
  private int stepsPerEpoch;

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

  @Override
  public void started(Progress progress) {
    folder.publish();
    Path file = folder.path().resolve(RunFolder.EVENTS);
    try {
      writer = Files.newBufferedWriter(file);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write '" + file + "' (" + e + ")", e);
    }
    stepsPerEpoch = progress.stepsPerEpoch();
    Map<String, Object> record = record("started");
    record.put("epochs", progress.epochs());
    record.put("steps_per_epoch", progress.stepsPerEpoch());
    record.put("examples", progress.examples());
    record.put("parameters", parameters);
    write(record);
  }

  @Override
  public void stepped(StepRecord step) {
    int every = Math.max(1, stepsPerEpoch / STEPS_AN_EPOCH);
    if (step.stepInEpoch() % every != 1 % every && step.stepInEpoch() != stepsPerEpoch) {
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
  public void epochEnded(EpochRecord epoch) {
    Map<String, Object> record = record("epoch");
    record.putAll(Outcome.epoch(epoch));
    write(record);
  }

  /** Writes the last record of a run that came to its end. */
  public void finished(Map<String, Object> metrics) {
    Map<String, Object> record = record("finished");
    record.putAll(metrics);
    write(record);
  }

  /** Writes the last record of a run that did not, if it had begun. */
  public void failed(String message) {
    if (writer != null) {
      Map<String, Object> record = record("failed");
      record.put("message", message);
      write(record);
    }
  }

  @Override
  public void close() {
    try {
      if (writer != null) {
        writer.close();
        writer = null;
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

  private void write(Map<String, Object> record) {
    try {
      writer.write(Json.line(record));
      writer.write('\n');
      writer.flush();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the event log (" + e + ")", e);
    }
  }
}
