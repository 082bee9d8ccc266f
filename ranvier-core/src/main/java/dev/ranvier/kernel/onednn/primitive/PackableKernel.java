package dev.ranvier.kernel.onednn.primitive;

import dev.ranvier.exec.Binding;
import dev.ranvier.exec.Kernel;
import dev.ranvier.exec.PackedKernel;
import dev.ranvier.kernel.onednn.binding.GompWorkers;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * A kernel that takes an input as it lies, unless it lasts: then another one, which chooses that
 * input's layout, takes it packed.
 *
 * <p>For inputs that change at every run, packing would cost more than it brings.
 */
public final class PackableKernel implements Kernel {
  private final Kernel plain;
  private final int input;
  private final Supplier<PrimitiveKernel> choosing;
  private final boolean alone = GompWorkers.isAlone();

  /**
   * A kernel with a choice.
   *
   * @param plain runs where the input does not last
   * @param input the input's index
   * @param choosing makes the kernel that chooses the input's layout
   */
  public PackableKernel(Kernel plain, int input, Supplier<PrimitiveKernel> choosing) {
    this.plain = plain;
    this.input = input;
    this.choosing = choosing;
  }

  @Override
  public Optional<PackedKernel> packed(Set<Integer> frozen) {
    if (!frozen.contains(input)) {
      return plain.packed(frozen);
    }
    PrimitiveKernel other = alone ? GompWorkers.alone(choosing) : choosing.get();
    return other.packed(frozen);
  }

  @Override
  public long scratchBytes() {
    return plain.scratchBytes();
  }

  @Override
  public Call bind(Binding binding) {
    return plain.bind(binding);
  }

  @Override
  public String describe() {
    return plain.describe();
  }
}
