package dev.ranvier.nn.conv;

/** How values between pixels are found. */
public enum Interpolation {
  /** The value of the pixel the place lies in. */
  NEAREST,
  /** Between the four pixels around, by distance along both axes. */
  BILINEAR
}
