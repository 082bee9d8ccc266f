package dev.ranvier.nn;

import dev.ranvier.graph.Node;
import dev.ranvier.graph.TopologicalOrder;
import dev.ranvier.op.Cost;
import dev.ranvier.tensor.Shape;
import dev.ranvier.tensor.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What a model consists of, for people: {@link #toString} is a table.
 *
 * @param input the type of one example
 * @param rows a row for each layer, in the order in which data pass them
 * @param parameters the number of trained numbers
 * @param flops the floating-point operations of one prediction, as papers count them: two for every
 *     weight that an output of a matrix product or a convolution sums over, nothing for the rest
 */
public record Summary(TensorType input, List<Row> rows, long parameters, long flops) {
  /** Copies the rows. */
  public Summary {
    rows = List.copyOf(rows);
  }

  /**
   * A layer.
   *
   * @param name its path, for example {@code block1/conv2d1}
   * @param kind what it is, for example {@code conv2d}
   * @param output the shape of one example's output
   * @param parameters the number of its trained numbers
   * @param flops its operations in one prediction
   */
  public record Row(String name, String kind, Shape output, long parameters, long flops) {}

  static Summary of(Model model) {
    Trace trace = model.trace(1, false);
    List<Row> rows = new ArrayList<>();
    for (LayerRecord layer : trace.layers()) {
      long parameters =
          model.parameters().stream()
              .filter(variable -> variable.name().startsWith(layer.name() + "/"))
              .mapToLong(variable -> variable.shape().elements())
              .sum();
      rows.add(
          new Row(
              layer.name(),
              layer.layer().kind(),
              layer.output().shape().remove(0),
              parameters,
              flops(trace.output(), layer.name())));
    }
    return new Summary(model.input(), rows, model.parameterCount(), flops(trace.output(), ""));
  }

  /** The operations of one layer, or of all where its name is empty. */
  private static long flops(Node output, String layer) {
    return TopologicalOrder.of(List.of(output)).stream()
        .filter(
            application ->
                layer.isEmpty()
                    || application.scope().equals(layer)
                    || application.scope().startsWith(layer + "/"))
        .mapToLong(application -> Cost.of(application).products())
        .sum();
  }

  /** A table of the layers with a line of totals, each line ending with a line break. */
  @Override
  public String toString() {
    List<List<String>> table = new ArrayList<>();
    table.add(List.of("layer", "type", "output", "parameters", "flops"));
    for (Row row : rows) {
      table.add(
          List.of(
              row.name(),
              row.kind(),
              row.output().toString(),
              number(row.parameters()),
              number(row.flops())));
    }
    table.add(List.of("total", "", "", number(parameters), number(flops)));
    int columns = table.getFirst().size();
    int[] widths = new int[columns];
    for (List<String> row : table) {
      for (int i = 0; i < columns; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    StringBuilder text = new StringBuilder("input " + input.shape() + "\n");
    for (List<String> row : table) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < columns; i++) {
        boolean numbers = i >= columns - 2;
        line.append(i == 0 ? "" : "  ");
        line.append(String.format("%" + (numbers ? "" : "-") + widths[i] + "s", row.get(i)));
      }
      text.append(line.toString().stripTrailing()).append('\n');
    }
    return text.toString();
  }

  private static String number(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }
}
