package dev.ranvier.data;

/**
 * How the table was laid out that a model learned from.
 *
 * @param format how its file was written
 * @param named whether its columns had names; otherwise they have numbers
 * @param width how many columns it had
 * @param missing what became of missing cells
 */
public record TableLayout(CsvFormat format, boolean named, int width, MissingCells missing) {}
