package dev.ranvier.infer;

import dev.ranvier.data.Normalization;
import dev.ranvier.data.TableSchema;
import dev.ranvier.data.TargetColumn;
import dev.ranvier.data.TargetScale;
import dev.ranvier.data.image.Images;
import dev.ranvier.exec.Engine;
import dev.ranvier.exec.Engines;
import dev.ranvier.exec.Plan;
import dev.ranvier.graph.Input;
import dev.ranvier.graph.Node;
import dev.ranvier.nn.Loss;
import dev.ranvier.nn.Model;
import dev.ranvier.nn.loss.MultiTask;
import dev.ranvier.tensor.DType;
import dev.ranvier.tensor.Shape;
import dev.ranvier.tensor.Tensor;
import dev.ranvier.tensor.TensorType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A model with all that is needed to use it.
 *
 * <pre>{@code
 * TrainedModel digits = ModelFile.load(Path.of("runs/digits/model"));
 * InferenceSession session = digits.session(Engines.standard());
 * Tensor probabilities = session.predict(images);
 * List<ClassProbability> best = digits.classify(Path.of("seven.png"));
 * }</pre>
 *
 * @param model the model
 * @param loss what it was trained to make small
 * @param normalizer how its inputs are scaled
 * @param classNames what its outputs stand for, by index; empty when they are not classes
 * @param targetColumns what it predicts, where that is several things; otherwise empty
 * @param schema the columns of the table it learned from, and the scale of its targets
 */
public record TrainedModel(
    Model model,
    Loss loss,
    Normalization normalizer,
    List<String> classNames,
    List<TargetColumn> targetColumns,
    TableSchema schema) {
  /** A model that predicts one thing. */
  public TrainedModel(Model model, Loss loss, Normalization normalizer, List<String> classNames) {
    this(model, loss, normalizer, classNames, List.of(), TableSchema.NONE);
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

  /**
   * What an image shows: all classes with their probabilities, the likeliest first. The file is
   * read by {@link Images}; for another background, or white on black, read it and call {@link
   * #classify(Tensor)}.
   *
   * @throws IllegalArgumentException when the model takes no images, or tells no classes apart
   * @throws dev.ranvier.data.DataException when the file cannot be read as an image
   */
  public List<ClassProbability> classify(Path image) {
    requireClasses();
    if (model.input().dtype() != DType.F32) {
      throw new IllegalArgumentException(
          "classify: the model takes " + model.input() + ", images are f32[height,width,channels]");
    }
    return classify(Images.of(model.input().shape()).read(image));
  }

  /**
   * What one input is: all classes with their probabilities, the likeliest first.
   *
   * @param input [1, …], as the data source gives it: not normalized
   * @throws IllegalArgumentException when it is not one input of the model's type, or the model
   *     tells no classes apart
   */
  public List<ClassProbability> classify(Tensor input) {
    requireClasses();
    if (input.shape().rank() == 0 || input.shape().size(0) != 1) {
      throw new IllegalArgumentException(
          "classify: takes one input, got " + input.type() + "; use predict for several");
    }
    Tensor probabilities = predict(input);
    return IntStream.range(0, classNames.size())
        .mapToObj(i -> new ClassProbability(classNames.get(i), probabilities.getDouble(i)))
        .sorted(Comparator.comparingDouble(ClassProbability::probability).reversed())
        .toList();
  }

  private void requireClasses() {
    int outputs = model.trace(1, false).output().type().shape().size(-1);
    if (classNames.isEmpty() || classNames.size() != outputs) {
      throw new IllegalArgumentException(
          "classify: the model has "
              + outputs
              + " outputs and the names of "
              + classNames.size()
              + " classes; use predict where outputs are not classes");
    }
  }

  /** A session from inputs as the data source gives them, not normalized, to predictions. */
  public InferenceSession session(Engine engine) {
    return new InferenceSession(model.input(), this::predictions, engine);
  }

  /**
   * A session in the units of a model, this one or another: from inputs that are {@link #normalized
   * normalized} by that one to predictions whose {@link #original originals} it knows. So several
   * models share inputs, and none of them sees numbers that lost digits.
   */
  public InferenceSession session(Engine engine, TrainedModel units) {
    return new InferenceSession(model.input(), inputs -> predictions(inputs, units), engine);
  }

  /** What a session runs for batches of a size, for reports. */
  public Plan compile(Engine engine, int batch) {
    Input input =
        new Input("input", model.input().withShape(model.input().shape().insert(0, batch)));
    return engine.compile(List.of(input), List.of(predictions(input)));
  }

  /**
   * Inputs as the model's layers take them: normalized in double precision.
   *
   * @param inputs [batch, …], as the data source gives them
   * @return a tensor of its own
   */
  public Tensor normalized(Tensor inputs) {
    Tensor normalized = inputs.copy();
    if (!inputs.dtype().isFloating()) {
      return normalized;
    }
    Affine affine = Affine.of(normalizer);
    for (long i = 0; i < inputs.shape().elements(); i++) {
      normalized.setDouble(i, affine.apply(i, inputs.getDouble(i)));
    }
    return normalized;
  }

  /**
   * The lines of a CSV file as the model's layers take them: columns are found by their names, or
   * by their order where the model knows none.
   *
   * @throws dev.ranvier.data.DataException when a column is missing, or a cell cannot be read
   */
  public Tensor inputs(Path file) {
    int length = (int) model.input().shape().elements();
    Tensor rows =
        schema.isKnown()
            ? schema.inputs(file, normalizer)
            : TableSchema.inputsInOrder(file, length, normalizer);
    Shape shape = model.input().shape().insert(0, rows.shape().size(0));
    Tensor inputs = Tensor.zeros(new TensorType(DType.F32, shape));
    for (long i = 0; i < rows.shape().elements(); i++) {
      inputs.setDouble(i, rows.getDouble(i));
    }
    return inputs;
  }

  /** One prediction of a session in this model's units, in the units of its targets. */
  public List<Double> original(List<Double> prediction) {
    TargetScale scale = outputScale();
    return IntStream.range(0, prediction.size())
        .mapToObj(i -> scale.original(i, prediction.get(i)))
        .toList();
  }

  private Node predictions(Node inputs) {
    Node normalized = inputs.dtype().isFloating() ? Affine.of(normalizer).apply(inputs) : inputs;
    return Affine.of(outputScale()).apply(loss.prediction(model.apply(normalized)));
  }

  private Node predictions(Node inputs, TrainedModel units) {
    if (units == this) {
      return loss.prediction(model.apply(inputs));
    }
    Affine ownInputs = Affine.of(normalizer).of(Affine.of(units.normalizer).inverse());
    Affine theirOutputs = Affine.of(units.outputScale()).inverse().of(Affine.of(outputScale()));
    Node normalized = inputs.dtype().isFloating() ? ownInputs.apply(inputs) : inputs;
    return theirOutputs.apply(loss.prediction(model.apply(normalized)));
  }

  /** How each output is scaled: those of a class are not. */
  private TargetScale outputScale() {
    if (!(loss instanceof MultiTask tasks) || schema.scale().isNone()) {
      return schema.scale();
    }
    List<Double> mean = new ArrayList<>();
    List<Double> deviation = new ArrayList<>();
    for (MultiTask.Part part : tasks.parts()) {
      TargetScale own = schema.scale().part(part.column(), part.column() + part.columns());
      boolean scaled = part.columns() == part.task().outputs();
      mean.addAll(scaled ? own.mean() : Collections.nCopies(part.task().outputs(), 0.0));
      deviation.addAll(scaled ? own.deviation() : Collections.nCopies(part.task().outputs(), 1.0));
    }
    return new TargetScale(mean, deviation);
  }
}
