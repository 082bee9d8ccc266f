package dev.ranvier.catalog;

import dev.ranvier.data.Normalizer;
import dev.ranvier.data.TargetColumn;
import dev.ranvier.data.image.Images;
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
import java.nio.file.Path;
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
