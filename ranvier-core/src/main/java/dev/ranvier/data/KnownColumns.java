package dev.ranvier.data;

import java.util.List;

/**
 * Finds the columns that a model knows in a table: by name, or by number where the table it learned
 * from had no names.
 */
record KnownColumns(TableSchema schema, CsvTable table) {
  /**
   * Where the inputs are in a table that may hold nothing else.
   *
   * @throws DataException when one is missing
   */
  int[] ofInputs() {
    List<InputColumn> inputs = schema.inputs();
    boolean inOrder = !table.named() && table.names().size() == inputs.size();
    if (!inOrder) {
      return ofTable();
    }
    int[] places = new int[inputs.size()];
    for (int i = 0; i < places.length; i++) {
      places[i] = i;
    }
    return places;
  }

  /**
   * Where the inputs are in a table like the one that the model learned from.
   *
   * @throws DataException when one is missing
   */
  int[] ofTable() {
    requireAlike();
    List<String> missing =
        table.named()
            ? schema.inputs().stream()
                .map(InputColumn::name)
                .filter(name -> !table.names().contains(name))
                .toList()
            : List.of();
    if (!missing.isEmpty()) {
      throw new DataException(
          "table: '"
              + table.file()
              + "' lacks "
              + (missing.size() == 1 ? "the column '" : "the columns '")
              + String.join("', '", missing)
              + "' that the model takes, it has "
              + CsvTable.shown(table.names())
              + "; its first line is to name them");
    }
    return schema.inputs().stream().mapToInt(input -> table.column(input.name())).toArray();
  }

  /**
   * Where a target is.
   *
   * @throws DataException when it is missing
   */
  int place(String target) {
    return table.column(target);
  }

  private void requireAlike() {
    if (table.named()) {
      return;
    }
    TableLayout layout = schema.layout();
    if (layout.named() || table.names().size() != layout.width()) {
      throw new DataException(
          "table: '"
              + table.file()
              + "' has "
              + table.names().size()
              + " columns without names, the model takes "
              + (layout.named()
                  ? CsvTable.shown(schema.inputs().stream().map(InputColumn::name).toList())
                      + "; write a line of names above the numbers"
                  : schema.inputs().size()
                      + ", or all "
                      + layout.width()
                      + " of the table it was trained on; leave the others out"));
    }
  }
}
