package dev.ranvier.kernel.onednn.binding;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * Settings that the OpenMP runtime reads from the C environment once, when it loads.
 *
 * <p>What the user has set stays. Else:
 *
 * <ul>
 *   <li>{@code OMP_NUM_THREADS}: the processors the JVM may use. The runtime would not see a
 *       container's quota.
 *   <li>{@code GOMP_SPINCOUNT}: how long an idle thread spins before it sleeps. Waking a sleeping
 *       thread took 50–100 µs where joining a spinning one takes 2 µs. 100,000 turns (1–4 ms)
 *       bridge the gaps between kernels and free the core while a training step waits for data.
 *       With gaps of 0–500 µs, 1,000 and 10,000 turns slept too early and more turns gained
 *       nothing.
 * </ul>
 *
 * <p>Where other programs keep the cores busy, every kind of spinning is 5 to 20 times slower than
 * none: a spinning thread uses up the time its partner would need. Set {@code
 * OMP_WAIT_POLICY=passive} there.
 */
public final class OpenMpSettings {

  private static final String SPIN_TURNS = "100000";

  private OpenMpSettings() {}

  static void apply() {
    set("OMP_NUM_THREADS", Integer.toString(Runtime.getRuntime().availableProcessors()));
    if (System.getenv("OMP_WAIT_POLICY") == null) {
      set("GOMP_SPINCOUNT", SPIN_TURNS);
    }
  }

  @SuppressWarnings("restricted") // setenv is known to take two strings and an int.
  private static void set(String name, String value) {
    Linker linker = Linker.nativeLinker();
    var address = linker.defaultLookup().find("setenv");
    if (address.isEmpty()) {
      return; // Windows: its OpenMP runtime knows neither setting's effect.
    }
    MethodHandle setenv =
        linker.downcallHandle(
            address.get(),
            FunctionDescriptor.of(
                ValueLayout.JAVA_INT,
                ValueLayout.JAVA_LONG,
                ValueLayout.JAVA_LONG,
                ValueLayout.JAVA_INT));
    int keepExisting = 0;
    try (Arena arena = Arena.ofConfined()) {
      int status =
          (int)
              setenv.invokeExact(
                  arena.allocateFrom(name).address(),
                  arena.allocateFrom(value).address(),
                  keepExisting);
      if (status != 0) {
        throw new NativeUnavailableException(
            "oneDNN: cannot set " + name + " in this process's environment; set it before starting",
            null);
      }
    } catch (RuntimeException | Error failure) {
      throw failure;
    } catch (Throwable failure) {
      throw new IllegalStateException(failure);
    }
  }
}
