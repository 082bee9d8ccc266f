package dev.ranvier.data;

import java.nio.file.Path;

/** The MNIST database of handwritten digits, from its four files. */
public record MnistSource() implements Source {
  @Override
  public boolean readsFiles() {
    return true;
  }

  @Override
  public Examples load(Path folder) {
    IdxFiles files = IdxFiles.mnist(folder);
    return new Examples(files.train(), files.test());
  }
}
