package dev.ranvier.kernel.onednn.binding;

import static dev.ranvier.kernel.onednn.binding.NativeCall.INT;

import java.lang.foreign.MemorySegment;
import java.util.Optional;

/**
 * The library's own functions: version, instruction set and cache.
 *
 * <p>The functions of a kind of object are bound in that object's class.
 */
public final class Dnnl {

  private static final NativeFunction VERSION = NativeFunction.named("dnnl_version");
  private static final NativeFunction EFFECTIVE_ISA =
      NativeFunction.named("dnnl_get_effective_cpu_isa");
  private static final NativeFunction SET_CACHE_CAPACITY =
      NativeFunction.named("dnnl_set_primitive_cache_capacity");

  private static final int VERSION_INTS = 3;

  /** oneDNN's own default. */
  private static final int CACHED_PRIMITIVES = 1024;

  private Dnnl() {}

  /** Why oneDNN cannot be used here, or empty when it can. */
  static Optional<String> problem() {
    return NativeLibrary.problem();
  }

  /** For example {@code 3.13.0}. */
  @SuppressWarnings("restricted") // dnnl_version_t starts with three ints.
  public static String version() {
    long address = NativeCall.get(() -> VERSION.callForLong());
    MemorySegment version =
        MemorySegment.ofAddress(address).reinterpret(VERSION_INTS * INT.byteSize());
    return version.getAtIndex(INT, 0)
        + "."
        + version.getAtIndex(INT, 1)
        + "."
        + version.getAtIndex(INT, 2);
  }

  /** The instruction set that oneDNN generates code for. */
  public static InstructionSet instructionSet() {
    return InstructionSet.of((int) NativeCall.get(() -> EFFECTIVE_ISA.call()));
  }

  /** How many compiled primitives oneDNN keeps for reuse. */
  static void setPrimitiveCacheCapacity(int capacity) {
    NativeCall.check(
        () -> "set the primitive cache capacity to " + capacity,
        () -> SET_CACHE_CAPACITY.call(capacity));
  }

  /**
   * Empties oneDNN's cache, so that primitives made from now on are compiled for the threads there
   * are now: the cache would find those compiled for another number.
   */
  static void forgetPrimitives() {
    setPrimitiveCacheCapacity(0);
    setPrimitiveCacheCapacity(CACHED_PRIMITIVES);
  }
}
