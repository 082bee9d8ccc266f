package dev.ranvier.nn.loss;

import dev.ranvier.graph.Node;
import dev.ranvier.nn.Loss;
import dev.ranvier.nn.Task;
import dev.ranvier.op.CastOp;
import dev.ranvier.op.ConcatenateOp;
import dev.ranvier.op.Ops;
import dev.ranvier.op.ReshapeOp;
import dev.ranvier.op.SliceOp;
import dev.ranvier.tensor.DType;
import dev.ranvier.tensor.Shape;
import dev.ranvier.tensor.Tensor;
import dev.ranvier.tensor.TensorType;
import java.util.ArrayList;
import java.util.List;

/**
 * The weighted sum of several losses, each of its own part of the outputs: for networks that end in
 * a {@code concatenate} of heads, such as a classifier and a regression.
 *
 * <p>Formula: L = Σ wᵢ · Lᵢ(ŷᵢ, tᵢ), where ŷᵢ are the outputs of task i, one task after the other,
 * and tᵢ its targets likewise. Shapes: predictions [batch, Σ outputs]; targets f32 [batch, Σ
 * columns], where a class index takes one column; loss [batch]. Errors: predictions of another
 * shape.
 *
 * @param tasks the tasks, in the order of the outputs
 */
public record MultiTask(List<Task> tasks) implements Loss {
  /** Copies the list. */
  public MultiTask {
    tasks = List.copyOf(tasks);
    if (tasks.isEmpty()) {
      throw new IllegalArgumentException("multi-task: needs at least one task, got none");
    }
    List<String> names = tasks.stream().map(Task::name).toList();
    if (names.stream().distinct().count() < names.size()) {
      throw new IllegalArgumentException(
          "multi-task: tasks need names of their own, got " + names + "; rename one");
    }
  }

  /** The given tasks. */
  public MultiTask(Task... tasks) {
    this(List.of(tasks));
  }

  /**
   * Where the numbers of a task are.
   *
   * @param task the task
   * @param output the first of its outputs
   * @param column the first column of its targets
   * @param target the type of its own targets, in a batch of one
   */
  public record Part(Task task, int output, int column, TensorType target) {
    /** How many columns its targets take. */
    public int columns() {
      return target.shape().elementCount();
    }
  }

  /** Where the numbers of each task are, in the order of the tasks. */
  public List<Part> parts() {
    List<Part> parts = new ArrayList<>();
    int output = 0;
    int column = 0;
    for (Task task : tasks) {
      TensorType target = task.loss().targetType(TensorType.f32(1, task.outputs()));
      parts.add(new Part(task, output, column, target));
      output += task.outputs();
      column += parts.getLast().columns();
    }
    return List.copyOf(parts);
  }

  /**
   * Where the numbers of one task are.
   *
   * @throws IllegalArgumentException when there is none of that name
   */
  public Part part(String name) {
    return parts().stream()
        .filter(part -> part.task().name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "multi-task: has no task '"
                        + name
                        + "', its tasks are "
                        + String.join(", ", tasks.stream().map(Task::name).toList())));
  }

  @Override
  public Node perExample(Node prediction, Node target) {
    requireOutputs(prediction.shape());
    int batch = prediction.shape().size(0);
    Node sum = Ops.number(0);
    for (Part part : parts()) {
      Loss loss = part.task().loss();
      Node outputs = outputs(prediction, part);
      TensorType wanted = loss.targetType(outputs.type());
      Node columns = SliceOp.of(target, List.of(0, part.column()), Shape.of(batch, part.columns()));
      Node own = CastOp.to(ReshapeOp.to(columns, wanted.shape()), wanted.dtype());
      Node each = loss.perExample(outputs, own);
      sum = Ops.add(sum, Ops.multiply(each, part.task().weight()));
    }
    return sum;
  }

  @Override
  public Node prediction(Node output) {
    requireOutputs(output.shape());
    List<Node> shown = new ArrayList<>();
    for (Part part : parts()) {
      shown.add(part.task().loss().prediction(outputs(output, part)));
    }
    return new ConcatenateOp(1).apply(shown.toArray(Node[]::new));
  }

  @Override
  public TensorType targetType(TensorType prediction) {
    requireOutputs(prediction.shape());
    int columns = parts().stream().mapToInt(Part::columns).sum();
    return new TensorType(DType.F32, Shape.of(prediction.shape().size(0), columns));
  }

  @Override
  public void requireTargets(Tensor targets, int from, int to, TensorType prediction) {
    int batch = prediction.shape().size(0);
    for (Part part : parts()) {
      TensorType outputs = prediction.withShape(Shape.of(batch, part.task().outputs()));
      int column = from + part.column();
      part.task().loss().requireTargets(targets, column, column + part.columns(), outputs);
    }
  }

  private static Node outputs(Node all, Part part) {
    Shape box = Shape.of(all.shape().size(0), part.task().outputs());
    return SliceOp.of(all, List.of(0, part.output()), box);
  }

  private void requireOutputs(Shape prediction) {
    int outputs = tasks.stream().mapToInt(Task::outputs).sum();
    if (prediction.rank() != 2 || prediction.size(1) != outputs) {
      throw new IllegalArgumentException(
          String.format(
              "multi-task: the tasks take predictions [batch,%d], got %s; end the model with a"
                  + " concatenate of one head a task",
              outputs, prediction));
    }
  }
}
