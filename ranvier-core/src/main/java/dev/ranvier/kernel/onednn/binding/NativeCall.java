package dev.ranvier.kernel.onednn.binding;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.ref.Reference;
import java.util.function.Supplier;

/**
 * Turns C functions into method handles, and calls them with their status checked.
 *
 * <p>A function's parameters are written as letters: {@code p} pointer, {@code l} 64-bit integer,
 * {@code i} int or enum, {@code f} float, {@code c} char.
 */
public final class NativeCall {

  static final ValueLayout.OfLong POINTER = ValueLayout.JAVA_LONG;
  static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;
  static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
  public static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT;

  private NativeCall() {}

  /** A call that returns a status. */
  interface Checked {
    int call() throws Throwable;
  }

  /** A call that returns a status and writes a pointer or number to the address {@code out}. */
  interface Creating {
    int call(long out, Arena arena) throws Throwable;
  }

  /** A call that returns a pointer or number. */
  interface Returning {
    long call() throws Throwable;
  }

  /** The oneDNN function of that name which returns a status or int. */
  public static MethodHandle status(String name, String parameters) {
    return function(
        NativeLibrary.get().functions(), name, FunctionDescriptor.of(INT, layouts(parameters)));
  }

  private static MemoryLayout[] layouts(String parameters) {
    return parameters.chars().mapToObj(NativeCall::layout).toArray(MemoryLayout[]::new);
  }

  private static MemoryLayout layout(int letter) {
    return switch (letter) {
      case 'p' -> POINTER;
      case 'i' -> INT;
      case 'f' -> FLOAT;
      default -> throw new IllegalArgumentException("signature letter '" + (char) letter + "'");
    };
  }

  @SuppressWarnings("restricted") // The signatures are those of the C headers.
  static MethodHandle function(
      SymbolLookup library, String name, FunctionDescriptor type, Linker.Option... options) {
    return Linker.nativeLinker().downcallHandle(address(library, name), type, options);
  }

  static MemorySegment address(SymbolLookup library, String name) {
    return library
        .find(name)
        .orElseThrow(
            () ->
                new NativeUnavailableException(
                    "oneDNN: the library lacks the function "
                        + name
                        + "; use the version that the project declares",
                    null));
  }

  /** Makes the call; a status other than success becomes an exception that quotes {@code what}. */
  static void check(Supplier<String> what, Checked call) {
    int status;
    try {
      status = call.call();
    } catch (Throwable failure) {
      throw unexpected(failure);
    } finally {
      keepAlive(call);
    }
    if (status != 0) {
      throw OneDnnException.of(what.get(), status);
    }
  }

  /** Makes the call and returns the 64 bits it wrote to {@code out}. */
  static long create(Supplier<String> what, Creating creating) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment out = arena.allocate(LONG);
      check(what, () -> creating.call(out.address(), arena));
      return out.get(LONG, 0);
    } finally {
      keepAlive(creating);
    }
  }

  static long get(Returning call) {
    try {
      return call.call();
    } catch (Throwable failure) {
      throw unexpected(failure);
    } finally {
      keepAlive(call);
    }
  }

  /** The address of a copy of the values that lives as long as the arena. */
  public static long array(Arena arena, long... values) {
    return arena.allocateFrom(LONG, values).address();
  }

  /** Keeps the objects a call has captured from being collected, and freed, while it runs. */
  private static void keepAlive(Object call) {
    Reference.reachabilityFence(call);
  }

  /** Method handles declare Throwable, yet a downcall throws nothing of its own. */
  static RuntimeException unexpected(Throwable failure) {
    return switch (failure) {
      case RuntimeException exception -> exception;
      case Error error -> throw error;
      default -> new IllegalStateException(failure);
    };
  }
}
