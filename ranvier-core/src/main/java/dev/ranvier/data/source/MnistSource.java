package dev.ranvier.data.source;

import dev.ranvier.data.Examples;
import dev.ranvier.data.Source;
import dev.ranvier.tensor.TensorType;
import java.nio.file.Path;

/** The MNIST database of handwritten digits, from its four files. */
public record MnistSource() implements Source {
  @Override
  public boolean readsFiles() {
    return true;
  }

  @Override
  public TensorType inputType(Path folder) {
    return TensorType.f32(28, 28, 1);
  }

  @Override
  public Examples load(Path folder) {
    IdxFiles files = IdxFiles.mnist(folder);
    return new Examples(files.train(), files.test());
  }
}
