package dev.ranvier.tensor;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * Large blocks of memory from the C library, which the JVM's own limit does not count: {@code
 * -XX:MaxDirectMemorySize} is by default the size of the heap, a quarter of the machine's memory.
 * The system zeroes their pages when they are first touched, in the threads that touch them.
 *
 * @param calloc the address of that function
 * @param free the address of that function
 * @param call calls either: {@code free} ignores a second argument, and what it seems to return is
 *     ignored
 */
record LargeBlocks(MemorySegment calloc, MemorySegment free, MethodHandle call) {
  /** What C's functions align to at most, so that so much more has to be taken to align further. */
  private static final int ALIGNMENT = NativeMemory.ALIGNMENT;

  /** Memory that is not freed by itself. */
  record Block(long address, MemorySegment memory) {}

  /** The C library's functions; null where native code is off or denied. */
  @SuppressWarnings("restricted") // Both functions take and give what is declared here.
  static LargeBlocks find() {
    if ("off".equalsIgnoreCase(System.getProperty("ranvier.native"))
        || "off".equalsIgnoreCase(System.getenv("RANVIER_NATIVE"))) {
      return null;
    }
    try {
      Linker linker = Linker.nativeLinker();
      ValueLayout.OfLong number = ValueLayout.JAVA_LONG;
      MethodHandle call = linker.downcallHandle(FunctionDescriptor.of(number, number, number));
      var calloc = linker.defaultLookup().find("calloc");
      var free = linker.defaultLookup().find("free");
      return calloc.isPresent() && free.isPresent()
          ? new LargeBlocks(calloc.get(), free.get(), call)
          : null;
    } catch (IllegalCallerException | UnsupportedOperationException denied) {
      return null; // the JVM's own memory does, within its limit
    }
  }

  /**
   * So many zeroed bytes, aligned as all tensors are; null if the system has no more.
   *
   * @param arena what the memory must not be used beyond
   */
  @SuppressWarnings("restricted") // The size is the one allocated.
  Block allocate(long bytes, Arena arena) {
    long address = invoke(calloc, Math.addExact(bytes, ALIGNMENT), 1);
    if (address == 0) {
      return null;
    }
    long aligned = Math.ceilDiv(address, ALIGNMENT) * ALIGNMENT;
    return new Block(address, MemorySegment.ofAddress(aligned).reinterpret(bytes, arena, null));
  }

  /** Frees a block, whose memory nobody may use any more. */
  void free(long address) {
    invoke(free, address, 0);
  }

  private long invoke(MemorySegment function, long first, long second) {
    try {
      return (long) call.invokeExact(function, first, second);
    } catch (RuntimeException | Error failure) {
      throw failure;
    } catch (Throwable failure) { // declared by every handle; C throws nothing
      throw new IllegalStateException(failure);
    }
  }
}
