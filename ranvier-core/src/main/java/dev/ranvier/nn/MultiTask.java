package dev.ranvier.nn;

import dev.ranvier.graph.Node;
import dev.ranvier.op.Cast;
import dev.ranvier.op.Concatenate;
import dev.ranvier.op.Ops;
import dev.ranvier.op.Reshape;
import dev.ranvier.op.Slice;
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
  }

  /** The given tasks. */
  public MultiTask(Task... tasks) {
    this(List.of(tasks));
  }

  @Override
  public Node perExample(Node prediction, Node target) {
    List<Node> parts = parts(prediction);
    int batch = prediction.shape().size(0);
    Node sum = Ops.number(0);
    int column = 0;
    for (int i = 0; i < parts.size(); i++) {
      Loss loss = tasks.get(i).loss();
      TensorType wanted = loss.targetType(parts.get(i).type());
      int columns = columns(wanted);
      Node given = Slice.of(target, List.of(0, column), Shape.of(batch, columns));
      Node own = Cast.to(Reshape.to(given, wanted.shape()), wanted.dtype());
      Node each = loss.perExample(parts.get(i), own);
      sum = Ops.add(sum, Ops.multiply(each, tasks.get(i).weight()));
      column += columns;
    }
    return sum;
  }

  @Override
  public Node prediction(Node output) {
    List<Node> parts = parts(output);
    List<Node> shown = new ArrayList<>();
    for (int i = 0; i < parts.size(); i++) {
      shown.add(tasks.get(i).loss().prediction(parts.get(i)));
    }
    return new Concatenate(1).apply(shown.toArray(Node[]::new));
  }

  @Override
  public TensorType targetType(TensorType prediction) {
    requireOutputs(prediction.shape());
    int batch = prediction.shape().size(0);
    int columns = 0;
    for (Task task : tasks) {
      TensorType part = prediction.withShape(Shape.of(batch, task.outputs()));
      columns += columns(task.loss().targetType(part));
    }
    return new TensorType(DType.F32, Shape.of(batch, columns));
  }

  @Override
  public void requireTargets(Tensor targets, int from, int to, TensorType prediction) {
    int batch = prediction.shape().size(0);
    int column = from;
    for (Task task : tasks) {
      TensorType part = prediction.withShape(Shape.of(batch, task.outputs()));
      int end = column + columns(task.loss().targetType(part));
      task.loss().requireTargets(targets, column, end, part);
      column = end;
    }
  }

  /** The outputs of each task. */
  private List<Node> parts(Node output) {
    requireOutputs(output.shape());
    List<Node> parts = new ArrayList<>();
    int start = 0;
    for (Task task : tasks) {
      Shape box = Shape.of(output.shape().size(0), task.outputs());
      parts.add(Slice.of(output, List.of(0, start), box));
      start += task.outputs();
    }
    return parts;
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

  private static int columns(TensorType target) {
    return Math.toIntExact(target.shape().elements() / target.shape().size(0));
  }
}
