package dev.ranvier.data.image;

/**
 * How a stored picture is turned to be looked at: the values 1 to 8 of the EXIF tag {@code
 * Orientation}, in their order. Source: CIPA DC-008 (Exif 2.32), 4.6.4.A.
 */
enum Orientation {
  NORMAL,
  MIRRORED,
  UPSIDE_DOWN,
  UPSIDE_DOWN_MIRRORED,
  TRANSPOSED,
  QUARTER_CLOCKWISE,
  TRANSVERSED,
  QUARTER_COUNTERCLOCKWISE;

  /** The orientation with an EXIF value; normal where there is no such value. */
  static Orientation of(int exif) {
    return exif >= 1 && exif <= values().length ? values()[exif - 1] : NORMAL;
  }

  /** Whether rows become columns. */
  boolean turned() {
    return compareTo(TRANSPOSED) >= 0;
  }

  /** A number of the turned picture. */
  double at(Resampling stored, int y, int x, int channel) {
    int bottom = stored.height() - 1;
    int right = stored.width() - 1;
    return switch (this) {
      case NORMAL -> stored.at(y, x, channel);
      case MIRRORED -> stored.at(y, right - x, channel);
      case UPSIDE_DOWN -> stored.at(bottom - y, right - x, channel);
      case UPSIDE_DOWN_MIRRORED -> stored.at(bottom - y, x, channel);
      case TRANSPOSED -> stored.at(x, y, channel);
      case QUARTER_CLOCKWISE -> stored.at(bottom - x, y, channel);
      case TRANSVERSED -> stored.at(bottom - x, right - y, channel);
      case QUARTER_COUNTERCLOCKWISE -> stored.at(x, right - y, channel);
    };
  }
}
