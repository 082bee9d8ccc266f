package dev.ranvier.exec;

import java.util.Map;

/**
 * A kernel that takes some of its inputs packed.
 *
 * @param kernel bound to the packed inputs as if they were the inputs
 * @param packings for each input that is to be packed, by its index, how
 */
public record PackedKernel(Kernel kernel, Map<Integer, Packing> packings) {
  /** Copies the map. */
  public PackedKernel {
    packings = Map.copyOf(packings);
  }
}
