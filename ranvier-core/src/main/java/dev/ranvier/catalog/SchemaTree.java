package dev.ranvier.catalog;

import dev.ranvier.data.CsvFormat;
import dev.ranvier.data.InputColumn;
import dev.ranvier.data.MissingCells;
import dev.ranvier.data.TableLayout;
import dev.ranvier.data.TableSchema;
import dev.ranvier.data.TargetColumn;
import dev.ranvier.data.TargetScale;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The columns of a table as a model file has them. */
final class SchemaTree {
  private SchemaTree() {}

  static Map<String, Object> write(TableSchema schema) {
    TableLayout layout = schema.layout();
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("inputs", schema.inputs().stream().map(SchemaTree::write).toList());
    tree.put("targets", schema.targets().stream().map(SchemaTree::write).toList());
    tree.put("target-mean", schema.scale().mean());
    tree.put("target-deviation", schema.scale().deviation());
    tree.put("named", layout.named());
    tree.put("width", layout.width());
    tree.put("missing", Scalars.kebab(layout.missing()));
    tree.put("encoding", layout.format().encoding());
    tree.put("separator", layout.format().separator());
    tree.put("decimal", layout.format().decimal());
    tree.put("header", layout.format().header());
    tree.put("skip-lines", layout.format().skipLines());
    return tree;
  }

  private static Map<String, Object> write(InputColumn column) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("name", column.name());
    tree.put("categories", column.categories());
    tree.put("fill", column.fill());
    return tree;
  }

  private static Map<String, Object> write(TargetColumn column) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("name", column.name());
    tree.put("classes", column.classNames());
    return tree;
  }

  static TableSchema read(Fields fields) {
    fields.allowing(
        List.of(
            "inputs",
            "targets",
            "target-mean",
            "target-deviation",
            "named",
            "width",
            "missing",
            "encoding",
            "separator",
            "decimal",
            "header",
            "skip-lines"));
    CsvFormat usual = new CsvFormat();
    try {
      CsvFormat format =
          new CsvFormat(
              fields.text("encoding").orElse(usual.encoding()),
              fields.text("separator").orElse(usual.separator()),
              fields.text("decimal").orElse(usual.decimal()),
              fields.flag("header").orElse(usual.header()),
              fields.count("skip-lines", 0).orElse(usual.skipLines()));
      MissingCells missing =
          (MissingCells)
              Scalars.constant(
                  MissingCells.class, fields.need("missing"), fields.place().key("missing"));
      return new TableSchema(
          inputs(fields),
          targets(fields),
          new TargetScale(numbers(fields, "target-mean"), numbers(fields, "target-deviation")),
          new TableLayout(
              format,
              fields.flag("named").orElse(true),
              fields.count("width", 0).orElse(0),
              missing));
    } catch (IllegalArgumentException e) {
      String text = e.getMessage();
      throw text.startsWith(fields.place().toString()) ? e : fields.place().error(text, e);
    }
  }

  private static List<InputColumn> inputs(Fields fields) {
    List<InputColumn> columns = new ArrayList<>();
    for (Object tree : fields.list("inputs")) {
      Fields column = column(fields, "inputs", columns.size(), tree);
      columns.add(
          new InputColumn(name(column), texts(column, "categories"), numbers(column, "fill")));
    }
    return columns;
  }

  private static List<TargetColumn> targets(Fields fields) {
    List<TargetColumn> columns = new ArrayList<>();
    for (Object tree : fields.list("targets")) {
      Fields column = column(fields, "targets", columns.size(), tree);
      columns.add(new TargetColumn(name(column), texts(column, "classes")));
    }
    return columns;
  }

  private static Fields column(Fields fields, String key, int index, Object tree) {
    return Fields.of(tree, fields.place().key(key).index(index));
  }

  private static String name(Fields column) {
    column.need("name");
    return column.text("name").orElseThrow();
  }

  private static List<String> texts(Fields fields, String key) {
    return fields.list(key).stream().map(String::valueOf).toList();
  }

  private static List<Double> numbers(Fields fields, String key) {
    List<Double> numbers = new ArrayList<>();
    for (Object each : fields.list(key)) {
      numbers.add(Scalars.number(each, fields.place().key(key).index(numbers.size())));
    }
    return numbers;
  }
}
