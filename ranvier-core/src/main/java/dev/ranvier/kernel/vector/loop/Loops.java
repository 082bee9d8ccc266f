package dev.ranvier.kernel.vector.loop;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * Where elementwise kernels get their loops from.
 *
 * @param form how generated loops are written
 * @param maker makes the loop for a key
 */
public record Loops(LoopForm form, Function<LoopKey, Loop> maker) {
  private static final Map<LoopKey, Loop> SHARED = new ConcurrentHashMap<>();

  /** The loops of this process: equal programs share one, and with it its machine code. */
  public static Loops adaptive(LoopForm form) {
    return new Loops(form, key -> SHARED.computeIfAbsent(key, AdaptiveLoop::new));
  }

  Loop loop(LoopKey key) {
    return maker.apply(key);
  }
}
