package dev.ranvier.kernel.onednn.binding;

import static dev.ranvier.kernel.onednn.binding.NativeCall.LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.Arrays;

/**
 * A oneDNN function of pointers and integers only, for calls outside training and inference steps.
 *
 * <p>All such functions are called through one method handle, with every argument as 64 bits and
 * zeros for those a function does not have. A handle of its own for each signature would cost 5 to
 * 10 ms to make while the JVM is cold, and there are twenty. This is sound where the platform
 * passes an int in a full register or stack slot and the caller removes the arguments: on x86-64
 * always, on 64-bit ARM for the first eight arguments, and no function has an int after those.
 *
 * @param address of the function
 * @param name of the function
 */
public record NativeFunction(MemorySegment address, String name) {

  private static final int MAX_ARGUMENTS = 13;
  private static final MethodHandle CALL = handle();

  public static NativeFunction named(String name) {
    return new NativeFunction(NativeCall.address(NativeLibrary.get().functions(), name), name);
  }

  /** Calls a function that returns a status or an int. */
  public int call(long... arguments) throws Throwable {
    return (int) callForLong(arguments);
  }

  /** Calls a function that returns a pointer or a size. */
  long callForLong(long... arguments) throws Throwable {
    if (arguments.length > MAX_ARGUMENTS) {
      throw new IllegalArgumentException(
          "%s: %d arguments, at most %d can be passed"
              .formatted(name, arguments.length, MAX_ARGUMENTS));
    }
    long[] a = Arrays.copyOf(arguments, MAX_ARGUMENTS);
    return (long)
        CALL.invokeExact(
            address, a[0], a[1], a[2], a[3], a[4], a[5], a[6], a[7], a[8], a[9], a[10], a[11],
            a[12]);
  }

  @SuppressWarnings("restricted") // See above for why one signature fits.
  private static MethodHandle handle() {
    MemoryLayout[] parameters = new MemoryLayout[MAX_ARGUMENTS];
    Arrays.fill(parameters, LONG);
    return Linker.nativeLinker().downcallHandle(FunctionDescriptor.of(LONG, parameters));
  }
}
