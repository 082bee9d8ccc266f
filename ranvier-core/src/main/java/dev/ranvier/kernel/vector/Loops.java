package dev.ranvier.kernel.vector;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The compiled loops of this process: equal programs share one, and with it its machine code. */
final class Loops {
  private static final Map<LoopKey, Optional<Loop>> COMPILED = new ConcurrentHashMap<>();

  private Loops() {}

  /** The loop for a key; empty where the program is too long for one. */
  static Optional<Loop> get(LoopKey key) {
    return COMPILED.computeIfAbsent(key, LoopCompiler::compile);
  }
}
