package dev.ranvier.train;

import dev.ranvier.data.Dataset;
import dev.ranvier.data.TargetColumn;
import dev.ranvier.graph.Application;
import dev.ranvier.graph.TopologicalOrder;
import dev.ranvier.nn.Loss;
import dev.ranvier.nn.Model;
import dev.ranvier.nn.Trace;
import dev.ranvier.nn.loss.MultiTask;
import dev.ranvier.op.GatherOp;
import dev.ranvier.tensor.DType;
import dev.ranvier.tensor.Tensor;
import dev.ranvier.tensor.TensorType;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether examples suit a model and a loss. */
final class Suitability {
  private static final Logger LOG = LoggerFactory.getLogger(Suitability.class);

  private Suitability() {}

  /** Warns of a last layer that does what the loss does itself: training then goes slowly. */
  static void warnOfTwice(Model model, Loss loss) {
    twice(model, loss).ifPresent(LOG::warn);
  }

  /** What is to be said of a last layer that does what the loss does itself. */
  static Optional<String> twice(Model model, Loss loss) {
    Trace trace = model.trace(1, false);
    return trace.layers().stream()
        .filter(each -> each.output() == trace.output())
        .filter(each -> loss.applied().contains(each.layer().kind()))
        .findFirst()
        .map(
            last ->
                String.format(
                    "%s '%s' ends the model, but the loss %s applies such a layer itself; leave the"
                        + " layer out",
                    last.layer().kind(), last.name(), loss.name()));
  }

  /**
   * Checks the targets of a batch.
   *
   * @throws IllegalArgumentException when one means nothing to the loss, such as a class that is
   *     not there
   */
  static void requireTargets(Loss loss, Tensor targets, TensorType outputs) {
    int row = (int) (targets.shape().elements() / targets.shape().size(0));
    loss.requireTargets(targets, 0, row, outputs);
  }

  /**
   * Checks a set of examples.
   *
   * @throws IllegalArgumentException when the model does not take their inputs, or the loss their
   *     targets
   */
  static void require(Model model, Loss loss, Dataset data) {
    if (!data.inputType().equals(model.input())) {
      throw new IllegalArgumentException(
          "train: the model takes inputs of "
              + model.input()
              + ", the examples are "
              + data.inputType()
              + "; build the model for them or put a flatten layer first");
    }
    Trace trace = model.trace(1, false);
    requireTokens(trace, data.tokenCount());
    TensorType output = trace.output().type();
    TensorType expected = loss.targetType(output);
    TensorType given =
        new TensorType(data.targetType().dtype(), data.targetType().shape().insert(0, 1));
    if (!given.equals(expected)) {
      throw new IllegalArgumentException(
          loss.name()
              + ": needs targets of "
              + expected
              + " for outputs of "
              + output
              + ", the examples have "
              + given
              + " (a batch of one); choose another loss or another last layer");
    }
    if (loss instanceof MultiTask tasks) {
      requireTasks(tasks, data.targetColumns());
    }
    if (data.classCount() > 0 && output.shape().size(-1) != data.classCount()) {
      throw new IllegalArgumentException(
          "train: the examples have "
              + data.classCount()
              + " classes, the model has "
              + output.shape().size(-1)
              + " outputs; give its last layer one unit a class");
    }
  }

  /** A token beyond the table of an embedding would silently be zeros. */
  private static void requireTokens(Trace trace, int tokens) {
    for (Application application : TopologicalOrder.of(List.of(trace.output()))) {
      if (application.op() instanceof GatherOp gather
          && application.inputs().get(1) == trace.input()) {
        int known = application.inputs().getFirst().shape().size(gather.axis());
        if (known < tokens) {
          throw new IllegalArgumentException(
              "train: the examples have "
                  + tokens
                  + " tokens, '"
                  + application.scope()
                  + "' has vectors for "
                  + known
                  + "; give it "
                  + tokens
                  + " (in an experiment file, tokens: auto)");
        }
      }
    }
  }

  /** Columns have names: a task that has one to itself must be meant for it. */
  private static void requireTasks(MultiTask tasks, List<TargetColumn> columns) {
    for (MultiTask.Part part : tasks.parts()) {
      if (columns.isEmpty() || part.columns() > 1) {
        continue;
      }
      TargetColumn column = columns.get(part.column());
      if (!column.name().equals(part.task().name())) {
        throw new IllegalArgumentException(
            "multi-task: task '"
                + part.task().name()
                + "' gets the targets '"
                + column.name()
                + "'; call the tasks as the targets are called, in the order "
                + String.join(", ", columns.stream().map(TargetColumn::name).toList()));
      }
      requireClasses(part, column);
    }
  }

  private static void requireClasses(MultiTask.Part part, TargetColumn column) {
    int classes = column.classNames().size();
    int outputs = part.task().outputs();
    if (part.target().dtype() == DType.I32 && classes != outputs) {
      throw new IllegalArgumentException(
          "multi-task: task '"
              + part.task().name()
              + "' tells "
              + outputs
              + " classes apart, its targets "
              + (classes == 0 ? "are numbers" : "have " + classes + " classes")
              + (classes == 0 ? "; choose another loss" : "; give it one output a class"));
    }
    if (part.target().dtype() != DType.I32 && classes > 2) {
      throw new IllegalArgumentException(
          "multi-task: task '"
              + part.task().name()
              + "' has the loss "
              + part.task().loss().name()
              + " of numbers, its targets have "
              + classes
              + " classes; choose a loss of classes, such as softmax-cross-entropy");
    }
  }
}
