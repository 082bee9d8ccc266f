package dev.ranvier.cli;

import java.io.Console;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/** Whether somebody watches what the program prints. */
final class Terminal {
  private static final int STDERR = 2;

  private Terminal() {}

  /**
   * Whether stderr is a terminal. Java itself can only tell whether stdin and stdout are, and
   * stdout is often a file while somebody watches stderr; so the C library is asked.
   */
  static boolean isStderr() {
    Linker linker = Linker.nativeLinker();
    Optional<MemorySegment> isatty = linker.defaultLookup().find("isatty");
    if (isatty.isEmpty()) {
      Console console = System.console(); // Windows
      return console != null && console.isTerminal();
    }
    try {
      @SuppressWarnings("restricted") // isatty(int) takes and gives an int
      MethodHandle call =
          linker.downcallHandle(
              isatty.get(), FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
      return (int) call.invokeExact(STDERR) == 1;
    } catch (Throwable e) {
      throw new IllegalStateException("terminal: isatty failed", e); // it throws nothing
    }
  }
}
