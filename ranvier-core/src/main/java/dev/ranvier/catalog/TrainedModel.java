package dev.ranvier.catalog;

import dev.ranvier.data.Normalizer;
import dev.ranvier.exec.Engine;
import dev.ranvier.exec.Engines;
import dev.ranvier.exec.Plan;
import dev.ranvier.graph.Input;
import dev.ranvier.nn.Loss;
import dev.ranvier.nn.Model;
import dev.ranvier.nn.Trace;
import dev.ranvier.tensor.Tensor;
import java.util.List;

/**
 * A model with all that is needed to use it.
 *
 * <pre>{@code
 * TrainedModel digits = ModelFile.load(Path.of("runs/digits/model"));
 * Tensor probabilities = digits.predict(images);
 * }</pre>
 *
 * @param model the model
 * @param loss what it was trained to make small
 * @param normalizer how its inputs are scaled
 * @param classNames what its outputs stand for, by index; empty when they are not classes
 */
public record TrainedModel(Model model, Loss loss, Normalizer normalizer, List<String> classNames) {
  /** Copies the names. */
  public TrainedModel {
    classNames = List.copyOf(classNames);
  }

  /**
   * What the model predicts: probabilities where it tells classes apart. For many batches of one
   * size, keep the plan of {@link #compile} instead.
   *
   * @param inputs [batch, …], as the data source gives them: not normalized
   * @throws IllegalArgumentException when the inputs are not of the model's type
   */
  public Tensor predict(Tensor inputs) {
    boolean fits =
        inputs.shape().rank() == model.input().shape().rank() + 1
            && inputs.dtype() == model.input().dtype()
            && inputs.shape().remove(0).equals(model.input().shape());
    if (!fits) {
      throw new IllegalArgumentException(
          "predict: the model takes batches of "
              + model.input()
              + ", got "
              + inputs.type()
              + "; the first axis is the batch");
    }
    Plan plan = compile(Engines.standard(), inputs.shape().size(0));
    return plan.call(normalize(inputs)).getFirst();
  }

  /** The model for batches of a size: from normalized inputs to predictions. */
  public Plan compile(Engine engine, int batch) {
    Trace trace = model.trace(batch, false);
    Input input = trace.input();
    return engine.compile(List.of(input), List.of(loss.prediction(trace.output())));
  }

  /**
   * Inputs as the model takes them.
   *
   * @param inputs [batch, …], as the data source gives them
   */
  public Tensor normalize(Tensor inputs) {
    List<Double> factors = normalizer.factors();
    List<Double> offsets = normalizer.offsets();
    int period = factors.size();
    Tensor normalized = inputs.copy();
    for (long i = 0; i < inputs.shape().elements(); i++) {
      int index = (int) (i % period);
      normalized.setDouble(i, inputs.getDouble(i) * factors.get(index) + offsets.get(index));
    }
    return normalized;
  }
}
