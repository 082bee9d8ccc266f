package dev.ranvier.data;

/**
 * The numbers of the random streams that this package draws from, four letters each so that they
 * hardly meet the streams of other packages.
 */
public final class RandomStreams {
  static final int SHUFFLE = 0x5348_5546; // "SHUF"
  static final int AUGMENT = 0x4155_474D; // "AUGM"
  static final int SPLIT = 0x5350_4C54; // "SPLT"
  public static final int DIGITS = 0x4449_4754; // "DIGT"
  static final int HELD_OUT = 0x4845_4C44; // "HELD"

  private RandomStreams() {}
}
