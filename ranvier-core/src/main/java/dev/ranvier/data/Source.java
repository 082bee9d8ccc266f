package dev.ranvier.data;

import dev.ranvier.tensor.TensorType;
import java.nio.file.Path;

/** Where examples come from, with a fixed division into training and test examples. */
public interface Source {
  /** Whether {@link #load} reads files from its folder; otherwise the folder is ignored. */
  boolean readsFiles();

  /**
   * The type of one input, known without reading more of a file than its head.
   *
   * @param folder where the source's files are
   * @throws DataException when a file is missing or damaged
   */
  TensorType inputType(Path folder);

  /**
   * The examples.
   *
   * @param folder where the source's files are
   * @throws DataException when a file is missing or damaged
   */
  Examples load(Path folder);
}
