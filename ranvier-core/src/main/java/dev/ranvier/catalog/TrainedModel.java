package dev.ranvier.catalog;

import dev.ranvier.data.Normalizer;
import dev.ranvier.data.TargetColumn;
import dev.ranvier.exec.Engine;
import dev.ranvier.exec.Engines;
import dev.ranvier.exec.Plan;
import dev.ranvier.graph.Constant;
import dev.ranvier.graph.Input;
import dev.ranvier.graph.Node;
import dev.ranvier.infer.InferenceSession;
import dev.ranvier.nn.Loss;
import dev.ranvier.nn.Model;
import dev.ranvier.op.Ops;
import dev.ranvier.tensor.DType;
import dev.ranvier.tensor.NdArray;
import dev.ranvier.tensor.Shape;
import dev.ranvier.tensor.Tensor;
import java.util.List;

/**
 * A model with all that is needed to use it.
 *
 * <pre>{@code
 * TrainedModel digits = ModelFile.load(Path.of("runs/digits/model"));
 * InferenceSession session = digits.session(Engines.standard());
 * Tensor probabilities = session.predict(images);
 * }</pre>
 *
 * @param model the model
 * @param loss what it was trained to make small
 * @param normalizer how its inputs are scaled
 * @param classNames what its outputs stand for, by index; empty when they are not classes
 * @param targetColumns what it predicts, where that is several things; otherwise empty
 */
public record TrainedModel(
    Model model,
    Loss loss,
    Normalizer normalizer,
    List<String> classNames,
    List<TargetColumn> targetColumns) {
  /** A model that predicts one thing. */
  public TrainedModel(Model model, Loss loss, Normalizer normalizer, List<String> classNames) {
    this(model, loss, normalizer, classNames, List.of());
  }

  /** Copies the names. */
  public TrainedModel {
    classNames = List.copyOf(classNames);
    targetColumns = List.copyOf(targetColumns);
  }

  /**
   * What the model predicts: probabilities where it tells classes apart. Compiles the model first:
   * for more than one batch, keep a {@link #session}.
   *
   * @param inputs [batch, …], as the data source gives them: not normalized
   * @throws IllegalArgumentException when the inputs are not of the model's type
   */
  public Tensor predict(Tensor inputs) {
    return session(Engines.standard()).predict(inputs);
  }

  /** A session from inputs as the data source gives them, not normalized, to predictions. */
  public InferenceSession session(Engine engine) {
    return new InferenceSession(model.input(), this::predictions, engine);
  }

  /** What a session runs for batches of a size, for reports. */
  public Plan compile(Engine engine, int batch) {
    Input input =
        new Input("input", model.input().withShape(model.input().shape().insert(0, batch)));
    return engine.compile(List.of(input), List.of(predictions(input)));
  }

  private Node predictions(Node inputs) {
    return loss.prediction(model.apply(normalized(inputs)));
  }

  private Node normalized(Node inputs) {
    if (!inputs.dtype().isFloating()) {
      return inputs; // tokens are numbers of things, which no scale changes
    }
    return Ops.add(
        Ops.multiply(inputs, numbers(normalizer.factors())), numbers(normalizer.offsets()));
  }

  /** One number for all, or one for each index of the last axis. */
  private static Node numbers(List<Double> values) {
    Shape shape = values.size() == 1 ? Shape.SCALAR : Shape.of(values.size());
    double[] data = values.stream().mapToDouble(Double::doubleValue).toArray();
    return new Constant(DType.F32, NdArray.of(shape, data));
  }
}
