package dev.ranvier.cli;

import dev.ranvier.cli.run.Figures;
import dev.ranvier.train.metric.ConfusionMatrix;
import dev.ranvier.train.metric.Evaluation;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/**
 * Shows people how a model does: its metrics, those of each class, and which class was taken for
 * which.
 *
 * @param evaluation what was measured
 * @param classes the names of the classes; none where there are none
 */
record EvaluationReport(Evaluation evaluation, List<String> classes) {
  void print(PrintWriter out) {
    Table table = new Table(2);
    table.row("examples", evaluation.examples());
    evaluation.metrics().forEach((name, value) -> table.row(name.replace('_', ' '), show(value)));
    evaluation.confusion().ifPresent(matrix -> table.row("errors", matrix.errors()));
    out.print(table);
    evaluation
        .confusion()
        .ifPresent(
            matrix -> {
              out.println();
              out.print(perClass(matrix));
              out.println();
              out.print(confusion(matrix));
            });
  }

  private Table perClass(ConfusionMatrix matrix) {
    Table table = new Table(5).row("class", "precision", "recall", "f1", "examples");
    for (int i = 0; i < classes.size(); i++) {
      table.row(
          classes.get(i),
          show(matrix.precision(i)),
          show(matrix.recall(i)),
          show(matrix.f1(i)),
          matrix.examples(i));
    }
    return table;
  }

  private Table confusion(ConfusionMatrix matrix) {
    Table table = new Table(classes.size() + 1);
    List<Object> head = new ArrayList<>(List.of("true \\ predicted"));
    head.addAll(classes);
    table.row(head.toArray());
    for (int i = 0; i < classes.size(); i++) {
      List<Object> row = new ArrayList<>(List.of(classes.get(i)));
      for (long count : matrix.counts()[i]) {
        row.add(count);
      }
      table.row(row.toArray());
    }
    return table;
  }

  private static String show(double value) {
    return Figures.of(value);
  }
}
