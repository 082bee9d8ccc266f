package dev.ranvier.data.source;

import dev.ranvier.data.Examples;
import dev.ranvier.data.Source;
import dev.ranvier.tensor.TensorType;
import java.nio.file.Path;

/** The CIFAR-10 colour pictures of animals and vehicles, from their six binary files. */
public record Cifar10Source() implements Source {
  @Override
  public boolean readsFiles() {
    return true;
  }

  @Override
  public TensorType inputType(Path folder) {
    return TensorType.f32(32, 32, 3);
  }

  @Override
  public Examples load(Path folder) {
    Cifar10Files files = new Cifar10Files(folder);
    return new Examples(files.train(), files.test());
  }
}
