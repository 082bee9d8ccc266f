package dev.ranvier.exec;

import dev.ranvier.graph.Application;
import dev.ranvier.graph.Input;
import dev.ranvier.graph.Node;
import dev.ranvier.graph.Result;
import dev.ranvier.op.LowPrecisionOp;
import dev.ranvier.op.MatMulOp;
import dev.ranvier.tensor.DType;
import dev.ranvier.tensor.NativeMemory;
import dev.ranvier.tensor.Shape;
import dev.ranvier.tensor.TensorType;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What an engine does at best on this machine, measured in a second or less: the yardsticks of a
 * profile.
 *
 * <p>Arithmetic: the fastest of some square GEMMs, for each element type that a backend can
 * multiply. Memory: copying a buffer that no cache holds, on all threads, counting what is read and
 * what is written.
 *
 * @param operationsPerSecond of GEMMs, by element type
 * @param bytesPerSecond of memory
 */
public record Peaks(Map<DType, Double> operationsPerSecond, double bytesPerSecond) {
  private static final List<DType> MULTIPLIED = List.of(DType.F32, DType.BF16);
  private static final List<Integer> SIZES = List.of(256, 512, 1024, 2048);

  /** A GEMM that takes longer than this shows the peak well enough; larger ones are not tried. */
  private static final double LONG_ENOUGH = 0.03;

  private static final double SECONDS_EACH = 0.08;
  private static final long COPIED_BYTES = 128L << 20;

  /** Many more than threads, so that none waits long for the slowest. */
  private static final int PARTS = 64;

  private static final byte ABOUT_THREE_QUARTERS = 0x3f; // in every byte: 0.747, as f32 and as bf16

  /** Copies the map. */
  public Peaks {
    operationsPerSecond = Map.copyOf(operationsPerSecond);
  }

  /** Measures an engine. */
  public static Peaks measure(Engine engine) {
    Map<DType, Double> rates = new EnumMap<>(DType.class);
    for (DType dtype : MULTIPLIED) {
      if (multiplies(engine, dtype)) {
        rates.put(dtype, gemmRate(engine, dtype));
      }
    }
    return new Peaks(rates, copyRate(engine.workers()));
  }

  private static boolean multiplies(Engine engine, DType dtype) {
    Node gemm = gemm(square("a", dtype, 64), square("b", dtype, 64));
    Application application = ((Result) gemm).application();
    return engine.backends().stream().anyMatch(backend -> backend.kernel(application).isPresent());
  }

  private static double gemmRate(Engine engine, DType dtype) {
    double best = 0;
    for (int size : SIZES) {
      Input a = square("a", dtype, size);
      Input b = square("b", dtype, size);
      // In the operands' own type, whatever the engine's precision would make of it.
      Plan plan = engine.withPrecision(Precision.FP32).compile(List.of(a, b), List.of(gemm(a, b)));
      plan.input(a).memory().fill(ABOUT_THREE_QUARTERS);
      plan.input(b).memory().fill(ABOUT_THREE_QUARTERS);
      double seconds = minSeconds(plan::run);
      best = Math.max(best, 2.0 * size * size * size / seconds);
      if (seconds > LONG_ENOUGH) {
        break;
      }
    }
    return best;
  }

  /** Its buffers are large: they are given back at once, not when the collector comes by. */
  private static double copyRate(Workers workers) {
    try (Arena arena = Arena.ofShared()) {
      MemorySegment from = arena.allocate(COPIED_BYTES, NativeMemory.ALIGNMENT);
      MemorySegment to = arena.allocate(COPIED_BYTES, NativeMemory.ALIGNMENT);
      long part = COPIED_BYTES / PARTS;
      Workers.Task task =
          number -> MemorySegment.copy(from, number * part, to, number * part, part);
      return 2.0 * COPIED_BYTES / minSeconds(() -> workers.run(PARTS, task));
    }
  }

  /**
   * The shortest time of something done once for warming up and then again and again for a while.
   */
  private static double minSeconds(Runnable work) {
    work.run();
    long begin = System.nanoTime();
    long best = Long.MAX_VALUE;
    long now = begin;
    do {
      long before = now;
      work.run();
      now = System.nanoTime();
      best = Math.min(best, now - before);
    } while (now - begin < SECONDS_EACH * 1e9);
    return best / 1e9;
  }

  private static Input square(String name, DType dtype, int size) {
    return new Input(name, new TensorType(dtype, Shape.of(size, size)));
  }

  private static Node gemm(Node a, Node b) {
    return a.dtype() == DType.F32
        ? new MatMulOp().apply(a, b)
        : new LowPrecisionOp(new MatMulOp(), List.of(a.dtype())).apply(a, b);
  }
}
