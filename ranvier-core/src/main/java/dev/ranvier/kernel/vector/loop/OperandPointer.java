package dev.ranvier.kernel.vector.loop;

import dev.ranvier.tensor.DType;

/**
 * How a loop finds the elements of an operand or a result from the address of the first.
 *
 * @param access which element belongs to which row and column
 * @param shift the logarithm to base 2 of the bytes between two neighbours
 */
public record OperandPointer(AccessPattern access, int shift) {
  /** The pointer to elements of a type. */
  static OperandPointer to(DType dtype, AccessPattern access) {
    return new OperandPointer(access, Integer.numberOfTrailingZeros(dtype.bytes()));
  }

  /** The pointer to an output. */
  static OperandPointer to(LoopOutput output, int accumulators) {
    return switch (output) {
      case LoopOutput.Stored(DType dtype) -> to(dtype, AccessPattern.FULL);
      case LoopOutput.Combined combined -> {
        OperandPointer single = to(DType.F32, combined.access());
        yield combined.takesTurns()
            ? new OperandPointer(
                single.access, single.shift + Integer.numberOfTrailingZeros(accumulators))
            : single;
      }
    };
  }

  /** How many bytes a row and column lie behind the first element. */
  long offset(int row, int column, int rowLength) {
    return switch (access) {
          case FULL -> (long) row * rowLength + column;
          case EACH_ROW -> column;
          case PER_ROW -> row;
          case SINGLE -> 0;
        }
        << shift;
  }
}
