package dev.ranvier.kernel.vector.packing;

import dev.ranvier.kernel.vector.loop.LoopForm;
import dev.ranvier.kernel.vector.memory.Vectors;

/** Loops that transpose and move 16-bit elements; all forms give the same bits. */
public sealed interface TransposeLoops permits ArrayTransposeLoops, VectorTransposeLoops {
  /** What channels are counted in. */
  int CHANNEL_STEP = 16;

  /** What pixels are counted in. */
  int BLOCK = 2 * CHANNEL_STEP;

  /** Whether vectors are there, and divide a step. */
  static boolean haveVectors() {
    return LoopForm.available() == LoopForm.VECTOR && CHANNEL_STEP % Vectors.LANES == 0;
  }

  /**
   * Turns pixels into columns: a channel becomes a row.
   *
   * @param images the address of the first channel that is wanted, of the first pixel
   * @param pixels where each pixel lies after that, in bytes; whole blocks, the rest being any
   * @param count how many pixels there are
   * @param channels how many channels, a multiple of {@link #CHANNEL_STEP}
   * @param to where the rows go; written up to the end of a block
   * @param pitch bytes between the starts of two rows
   */
  void transpose(long images, int[] pixels, int count, int channels, long to, long pitch);

  /**
   * Copies rows of numbers, or zeros where the mask has no bits.
   *
   * @param mask all bits or none for every number; whole vectors
   * @param count how many numbers a row has; written up to the end of a vector
   */
  void copy(long from, long fromPitch, short[] mask, int count, int rows, long to, long toPitch);
}
