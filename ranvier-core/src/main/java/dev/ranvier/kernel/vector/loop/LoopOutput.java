package dev.ranvier.kernel.vector.loop;

import dev.ranvier.op.scalar.Fold;
import dev.ranvier.tensor.DType;
import java.util.Locale;

/** Where a loop puts an output. */
public sealed interface LoopOutput {
  /** Every element is stored. */
  record Stored(DType dtype) implements LoopOutput {}

  /** What becomes of a value, in words. */
  default String describe(String value) {
    return switch (this) {
      case Stored(DType dtype) -> value + " as " + dtype.name().toLowerCase(Locale.ROOT);
      case Combined(Fold function, AccessPattern access) ->
          function.name().toLowerCase(Locale.ROOT) + " of " + value + ", " + access.describe();
    };
  }

  /**
   * Each element combined with an accumulator, an f32 number in memory.
   *
   * <p>Where elements of one row go to different accumulators, there is one for each of these.
   * Where a whole row goes to one, it has {@link LoopForm#accumulators} accumulators, through which
   * the columns go in turn; who reads them combines these.
   *
   * @param function how two numbers become one
   * @param access which accumulators an element goes to, as for an operand it would come from
   */
  record Combined(Fold function, AccessPattern access) implements LoopOutput {
    /** Whether neighbouring elements of a row go through several accumulators in turn. */
    boolean takesTurns() {
      return access.rate() != HoistingLevel.ELEMENT;
    }

    /** The operation that combines an accumulator with an element. */
    Operation primitive() {
      return switch (function) {
        case SUM -> Operation.ADD;
        case MAX -> Operation.MAXIMUM;
      };
    }
  }
}
