package dev.ranvier.graph;

/** Names in lower case with hyphens, as files and messages show them. */
public final class KebabCase {
  private KebabCase() {}

  /** A class's simple name: {@code MaxPool2d} is {@code max-pool2d}. */
  public static String of(Class<?> type) {
    return of(type.getSimpleName());
  }

  /** {@code learningRate} and {@code LearningRate} become {@code learning-rate}. */
  public static String of(String name) {
    // A loop, as the start of every run asks for hundreds of names: regular expressions took 0.03
    // s.
    StringBuilder kebab = new StringBuilder(name.length() + 4);
    char before = 0;
    for (int i = 0; i < name.length(); i++) {
      char each = name.charAt(i);
      if (isUpper(each) && (isLower(before) || isDigit(before))) {
        kebab.append('-');
      }
      kebab.append(Character.toLowerCase(each));
      before = each;
    }
    return kebab.toString();
  }

  private static boolean isUpper(char each) {
    return each >= 'A' && each <= 'Z';
  }

  private static boolean isLower(char each) {
    return each >= 'a' && each <= 'z';
  }

  private static boolean isDigit(char each) {
    return each >= '0' && each <= '9';
  }
}
