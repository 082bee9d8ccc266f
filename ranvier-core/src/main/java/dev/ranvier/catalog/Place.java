package dev.ranvier.catalog;

import dev.ranvier.tensor.FileText;

/**
 * A place in a document, for error messages: {@code experiment: model.layers[2].conv}.
 *
 * @param document what is being read, such as {@code experiment} or a file's name
 * @param path the keys and positions that lead to the place; empty for the document itself
 */
public record Place(String document, String path) {
  /** A whole document. */
  public static Place of(String document) {
    return new Place(document, "");
  }

  /** What lies under a key. */
  public Place key(String key) {
    return new Place(document, path.isEmpty() ? key : path + "." + key);
  }

  /** An element of a list, counted from 0. */
  public Place index(int index) {
    return new Place(document, path + "[" + index + "]");
  }

  /** An error at this place. */
  public IllegalArgumentException error(String message) {
    return new IllegalArgumentException(FileText.inOneLine(this + ": " + message));
  }

  /** An error at this place with what lay under it. */
  public IllegalArgumentException error(String message, Throwable cause) {
    return new IllegalArgumentException(FileText.inOneLine(this + ": " + message), cause);
  }

  @Override
  public String toString() {
    return path.isEmpty() ? document : document + ": " + path;
  }
}
