package dev.ranvier.catalog;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds what somebody meant who wrote an unknown name. */
public final class NearestMatch {
  private static final int SHORTEST_PART = 4;

  private NearestMatch() {}

  /**
   * The allowed name with the fewest differing letters, if they are few enough to be a slip;
   * otherwise the shortest that holds the given one, if that is long enough to be told by.
   */
  public static Optional<String> of(String given, Collection<String> allowed) {
    int most = Math.max(1, given.length() / 3);
    Optional<String> slip =
        allowed.stream()
            .filter(name -> distance(given, name) <= most)
            .min(Comparator.comparingInt((String name) -> distance(given, name)));
    return slip.isPresent() || given.length() < SHORTEST_PART
        ? slip
        : allowed.stream()
            .filter(name -> folded(name).contains(folded(given)))
            .min(Comparator.comparingInt(String::length));
  }

  /** The end of an error message: {@code ; did you mean 'filters'?}, or nothing. */
  public static String hint(String given, Collection<String> allowed) {
    return of(given, allowed).map(name -> "; did you mean '" + name + "'?").orElse("");
  }

  /**
   * How many letters must be put in, taken out, replaced or swapped with their neighbour to make
   * one text of another (the optimal string alignment distance), upper and lower case and the kind
   * of hyphen aside.
   */
  static int distance(String left, String right) {
    String a = folded(left);
    String b = folded(right);
    int[][] table = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        table[i][j] = i == 0 || j == 0 ? i + j : cheapest(table, a, b, i, j);
      }
    }
    return table[a.length()][b.length()];
  }

  private static int cheapest(int[][] table, String a, String b, int i, int j) {
    int replaced = table[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
    int best = Math.min(replaced, Math.min(table[i - 1][j], table[i][j - 1]) + 1);
    boolean swapped =
        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
    return swapped ? Math.min(best, table[i - 2][j - 2] + 1) : best;
  }

  private static String folded(String text) {
    return text.toLowerCase(Locale.ROOT).replace('_', '-').replace(' ', '-');
  }
}
