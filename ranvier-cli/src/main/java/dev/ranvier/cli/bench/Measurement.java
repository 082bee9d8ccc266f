package dev.ranvier.cli.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ranvier.data.Batch;
import dev.ranvier.exec.Engine;
import dev.ranvier.exec.Precision;
import dev.ranvier.nn.Model;
import dev.ranvier.tensor.Tensor;
import dev.ranvier.train.Predictor;
import dev.ranvier.train.TrainingStep;
import java.util.Locale;
import java.util.OptionalLong;

/**
 * What a workload took.
 *
 * @param workload the workload
 * @param precision what it computed in: fp32 or bf16
 * @param threads the threads it ran on
 * @param train a training step
 * @param infer a prediction for a batch of the workload's size
 * @param inferOne a prediction for one example
 * @param peakResidentBytes the memory of the process at its peak during training, where known
 */
record Measurement(
    Workload workload,
    Precision precision,
    int threads,
    Spread train,
    Spread infer,
    Spread inferOne,
    OptionalLong peakResidentBytes) {
  /**
   * The rate of the timed steps. The work of an update does not depend on it, and a network that
   * stays at its first values meets neither denormal numbers nor dead units, which would change the
   * time of later steps.
   */
  static final double LEARNING_RATE = 1e-9;

  /** Times a workload's training steps and predictions. */
  static Measurement of(Workload workload, Engine engine, Rounds rounds) {
    Model model = workload.model();
    Batch batch = workload.examples(workload.batch());
    TrainingStep step =
        new TrainingStep(
            engine, model, workload.loss(), workload.optimizer(), workload.batch(), model.seed());
    long[] number = {0};
    Spread train = rounds.time(() -> step.run(batch, LEARNING_RATE, ++number[0]));
    OptionalLong peak = PeakMemory.residentBytes();
    Predictor predictor = new Predictor(model, engine);
    Tensor one = workload.examples(1).inputs();
    return new Measurement(
        workload,
        engine.computesInBf16() ? Precision.BF16 : Precision.FP32,
        engine.workers().threads(),
        train,
        rounds.time(() -> predictor.predict(batch.inputs())),
        rounds.time(() -> predictor.predict(one)),
        peak);
  }

  /** The measurement for programs; times in milliseconds, medians first. */
  ObjectNode toJson() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("workload", workload.name());
    json.put("precision", precision.name().toLowerCase(Locale.ROOT));
    put(json, "train_ms", train);
    put(json, "infer_ms", infer);
    put(json, "infer_b1_ms", inferOne);
    json.put("batch", workload.batch());
    json.put("threads", threads);
    peakResidentBytes.ifPresentOrElse(
        bytes -> json.put("peak_rss_bytes", bytes), () -> json.putNull("peak_rss_bytes"));
    return json;
  }

  private static void put(ObjectNode json, String name, Spread spread) {
    json.put(name, spread.median());
    json.put(name + "_min", spread.min());
    json.put(name + "_max", spread.max());
  }

  /** The first line of a table of measurements as JSON. */
  static String tableHead() {
    return String.format(
        "%-13s %-9s %-28s %-28s %-28s %s",
        "workload", "precision", "train ms [min, max]", "infer ms", "infer 1 ms", "peak MiB");
  }

  /** A line of a table. */
  static String tableRow(JsonNode json) {
    return String.format(
        Locale.ROOT,
        "%-13s %-9s %-28s %-28s %-28s %s",
        json.get("workload").asText(),
        json.get("precision").asText(),
        cell(json, "train_ms"),
        cell(json, "infer_ms"),
        cell(json, "infer_b1_ms"),
        json.get("peak_rss_bytes").isNull() ? "?" : json.get("peak_rss_bytes").asLong() >> 20);
  }

  private static String cell(JsonNode json, String name) {
    return String.format(
        Locale.ROOT,
        "%8.3f [%.3f, %.3f]",
        json.get(name).asDouble(),
        json.get(name + "_min").asDouble(),
        json.get(name + "_max").asDouble());
  }
}
