package dev.ranvier.data;

import java.nio.file.Path;

/** The Fashion-MNIST pictures of clothing, from its four files. */
public record FashionMnistSource() implements Source {
  @Override
  public boolean readsFiles() {
    return true;
  }

  @Override
  public Examples load(Path folder) {
    IdxFiles files = IdxFiles.fashionMnist(folder);
    return new Examples(files.train(), files.test());
  }
}
