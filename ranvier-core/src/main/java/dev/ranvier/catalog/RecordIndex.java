package dev.ranvier.catalog;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The records that come with Ranvier: the names of all public ones that have a role, one a line,
 * which {@link RecordIndexer} wrote while Ranvier was built.
 *
 * @param file the index, a resource beside this class
 */
record RecordIndex(String file) {
  /** What the build writes. */
  static final String FILE = "records";

  /**
   * The records.
   *
   * @throws IllegalStateException when there is no index, or it is of other classes than there are
   */
  List<Class<? extends Record>> records() {
    return names().stream().<Class<? extends Record>>map(this::load).toList();
  }

  private List<String> names() {
    try (InputStream index = RecordIndex.class.getResourceAsStream(file)) {
      if (index == null) {
        throw unusable("is missing");
      }
      String names = new String(index.readAllBytes(), StandardCharsets.UTF_8);
      if (names.isBlank()) {
        throw unusable("is empty");
      }
      return List.of(names.split("\n"));
    } catch (IOException e) {
      throw new UncheckedIOException("catalog: cannot read " + path(), e);
    }
  }

  private Class<? extends Record> load(String name) {
    try {
      return Class.forName(name, false, RecordIndex.class.getClassLoader())
          .asSubclass(Record.class);
    } catch (ClassNotFoundException | LinkageError | ClassCastException e) {
      throw new IllegalStateException(
          "catalog: "
              + path()
              + " lists "
              + name
              + ", which is no record that can be loaded ("
              + e
              + "); if it was deleted or renamed, build with ./dev build",
          e);
    }
  }

  private IllegalStateException unusable(String problem) {
    return new IllegalStateException(
        "catalog: "
            + path()
            + " "
            + problem
            + ", expected the names of all layers, optimizers, ... of Ranvier; the Maven build writes"
            + " it: build with ./dev build, and keep the file when packing jars anew");
  }

  private String path() {
    return RecordIndex.class.getPackageName().replace('.', '/') + "/" + file;
  }
}
