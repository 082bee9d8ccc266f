package dev.ranvier.kernel.vector.pool;

import dev.ranvier.kernel.vector.loop.LoopForm;
import dev.ranvier.tensor.DType;
import java.util.Optional;

/**
 * Inner loops of pooling: one pixel, all channels. Addresses are of pixels; a rectangle of pixels
 * is given by the address of its first, the elements from row to row and its rows and columns.
 * Winners are i32, all else is f32 or bf16.
 */
public interface Pooling {
  /** Instead of an address: what would be written there is not wanted. */
  long NOWHERE = 0;

  /** The vector loops over {@code channels}; empty where arrays do all the work. */
  static Optional<Pooling> vectors(LoopForm form, DType dtype, int channels) {
    return switch (form) {
      case VECTOR ->
          Optional.of(
              dtype == DType.BF16 ? new Bf16VectorPooling(channels) : new VectorPooling(channels));
      case PLAIN -> Optional.empty();
    };
  }

  /**
   * The maximum of a rectangle of pixels and which it was.
   *
   * @param winners where to put which it was, or {@link #NOWHERE}
   * @param tap the number of the rectangle's first pixel in its window
   * @param tapsPerRow how much that number grows from row to row
   */
  void max(
      long x,
      long rowElements,
      int rows,
      int columns,
      int tap,
      int tapsPerRow,
      long y,
      long winners,
      int channels);

  /** The reverse for a window that shares no pixel: each gets the upstream or 0. */
  void spread(
      long x,
      long rowElements,
      int rows,
      int columns,
      int tap,
      int tapsPerRow,
      long upstream,
      long winners,
      int channels);

  /**
   * The reverse for one pixel under several windows, which make a rectangle: the sum of what
   * arrives at the windows that it won.
   *
   * @param tap which tap of the first window the pixel is
   * @param tapsPerRow how much less that is from one row of windows to the next
   * @param tapsPerColumn how much less that is from one window to its right neighbour
   */
  void collect(
      long x,
      long upstream,
      long winners,
      long rowElements,
      int rows,
      int columns,
      int tap,
      int tapsPerRow,
      int tapsPerColumn,
      int channels);
}
