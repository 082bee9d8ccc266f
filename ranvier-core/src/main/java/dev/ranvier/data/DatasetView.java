package dev.ranvier.data;

import dev.ranvier.tensor.TensorType;
import java.util.List;

/** Another way to see some examples: what it says nothing of is as in its source. */
interface DatasetView extends Dataset {
  /** What it is a view of. */
  Dataset source();

  /** The same view of other examples, as many as it has. */
  Dataset over(Dataset other);

  @Override
  default TensorType inputType() {
    return source().inputType();
  }

  @Override
  default TensorType targetType() {
    return source().targetType();
  }

  @Override
  default List<String> classNames() {
    return source().classNames();
  }

  @Override
  default int tokenCount() {
    return source().tokenCount();
  }

  @Override
  default List<TargetColumn> targetColumns() {
    return source().targetColumns();
  }

  @Override
  default String exampleName(int index) {
    return source().exampleName(index);
  }

  @Override
  default boolean isDouble() {
    return source().isDouble();
  }

  @Override
  default TableSchema schema() {
    return source().schema();
  }
}
