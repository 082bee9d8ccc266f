package dev.ranvier.data;

import dev.ranvier.tensor.TensorType;
import java.util.List;

/** Some sets of examples, one after the other. */
final class Concatenation implements Dataset {
  private final List<Dataset> parts;
  private final int[] starts;

  private Concatenation(List<Dataset> parts, int[] starts) {
    this.parts = parts;
    this.starts = starts;
  }

  static Concatenation of(List<Dataset> parts) {
    Dataset first = parts.getFirst();
    int[] starts = new int[parts.size() + 1];
    for (int i = 0; i < parts.size(); i++) {
      Dataset part = parts.get(i);
      if (!part.inputType().equals(first.inputType())
          || !part.targetType().equals(first.targetType())
          || !part.classNames().equals(first.classNames())) {
        throw new DataException(
            String.format(
                "concat: set %d has inputs %s, targets %s and %d classes, the first %s, %s and %d;"
                    + " bring them to one form, by map or relabel",
                i + 1,
                part.inputType(),
                part.targetType(),
                part.classCount(),
                first.inputType(),
                first.targetType(),
                first.classCount()));
      }
      starts[i + 1] = Math.addExact(starts[i], part.size());
    }
    return new Concatenation(List.copyOf(parts), starts);
  }

  @Override
  public TensorType inputType() {
    return parts.getFirst().inputType();
  }

  @Override
  public TensorType targetType() {
    return parts.getFirst().targetType();
  }

  @Override
  public List<String> classNames() {
    return parts.getFirst().classNames();
  }

  @Override
  public List<TargetColumn> targetColumns() {
    return parts.getFirst().targetColumns();
  }

  @Override
  public int tokenCount() {
    return parts.getFirst().tokenCount();
  }

  @Override
  public TableSchema schema() {
    return parts.getFirst().schema();
  }

  @Override
  public int size() {
    return starts[parts.size()];
  }

  private int part(int index) {
    int part = 0;
    while (index >= starts[part + 1]) {
      part++;
    }
    return part;
  }

  @Override
  public String exampleName(int index) {
    int part = part(index);
    return parts.get(part).exampleName(index - starts[part]) + " of set " + (part + 1);
  }

  @Override
  public boolean weighted() {
    return parts.stream().anyMatch(Dataset::weighted);
  }

  @Override
  public float weight(int index) {
    int part = part(index);
    return parts.get(part).weight(index - starts[part]);
  }

  @Override
  public boolean isDouble() {
    return parts.stream().anyMatch(Dataset::isDouble);
  }

  @Override
  public void copyInput(int index, float[] destination, int offset) {
    int part = part(index);
    parts.get(part).copyInput(index - starts[part], destination, offset);
  }

  @Override
  public void copyTarget(int index, float[] destination, int offset) {
    int part = part(index);
    parts.get(part).copyTarget(index - starts[part], destination, offset);
  }

  @Override
  public void copyInput(int index, double[] destination, int offset) {
    int part = part(index);
    parts.get(part).copyInput(index - starts[part], destination, offset);
  }

  @Override
  public void copyTarget(int index, double[] destination, int offset) {
    int part = part(index);
    parts.get(part).copyTarget(index - starts[part], destination, offset);
  }
}
