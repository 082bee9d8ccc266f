package dev.ranvier.cli.fuzz;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Something that reads a file.
 *
 * @param name what it is called in reports
 * @param file the name of the file in its folder
 * @param seeds sound contents of the file
 * @param reader reads the file; other files that it needs are in the folder already
 */
record Target(String name, String file, List<byte[]> seeds, Reader reader) {
  /** Reads a file in a folder. */
  @FunctionalInterface
  interface Reader {
    /** Reads it. */
    void read(Path folder) throws IOException;
  }

  /** Whether a decoder of images reads it. */
  boolean isImage() {
    return file.startsWith("x.") && !file.endsWith(".npy");
  }

  @Override
  public String toString() {
    return name;
  }
}
