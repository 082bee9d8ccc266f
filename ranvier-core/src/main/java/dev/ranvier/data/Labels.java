package dev.ranvier.data;

/** Checks of class indices. */
public final class Labels {
  private Labels() {}

  /** Refuses a label that is not the index of a class; {@code owner} begins the message. */
  public static void requireInRange(String owner, int[] labels, int classCount) {
    for (int i = 0; i < labels.length; i++) {
      if (labels[i] < 0 || labels[i] >= classCount) {
        throw new DataException(
            owner
                + ": label "
                + labels[i]
                + " of example "
                + i
                + " is out of range, expected 0 to "
                + (classCount - 1)
                + "; name all classes or repair the labels");
      }
    }
  }
}
