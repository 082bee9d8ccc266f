package dev.ranvier.kernel.onednn.primitive;

import dev.ranvier.kernel.onednn.binding.Argument;
import dev.ranvier.kernel.onednn.binding.BoundPrimitive;
import dev.ranvier.kernel.onednn.binding.DataType;
import dev.ranvier.kernel.onednn.binding.MemoryDescription;
import dev.ranvier.kernel.onednn.binding.Operand;
import dev.ranvier.kernel.onednn.binding.Primitive;
import dev.ranvier.kernel.onednn.binding.PrimitiveDescription;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;

/** Runs a primitive once on buffers that the test sees as row-major arrays. */
public final class Trial {

  private static final long ALIGNMENT = 64;

  private final PrimitiveDescription description;
  private final Map<Integer, MemorySegment> buffers = new LinkedHashMap<>();

  private Trial(PrimitiveDescription description) {
    this.description = description;
  }

  static Trial of(PrimitiveDescription description) {
    return new Trial(description);
  }

  /** Gives row-major values, reordered to the layout the primitive wants. */
  Trial give(int argument, long[] dimensions, float... values) {
    MemoryDescription plain = MemoryDescription.rowMajor(DataType.F32, dimensions);
    MemorySegment source = allocate(plain.bytes());
    MemorySegment.copy(values, 0, source, ValueLayout.JAVA_FLOAT, 0, values.length);
    MemoryDescription wanted = description.layout(argument);
    MemorySegment target = allocate(wanted.bytes());
    reorder(plain, source, wanted, target);
    buffers.put(argument, target);
    return this;
  }

  /** Hands on the buffer another trial has used: a workspace, statistics. */
  Trial give(int argument, Trial from) {
    buffers.put(argument, from.buffers.get(argument));
    return this;
  }

  /** Makes room for results. */
  Trial expect(int... arguments) {
    for (int argument : arguments) {
      buffers.put(argument, allocate(description.layout(argument).bytes()));
    }
    return this;
  }

  Trial run() {
    if (description.scratchpadBytes() > 0) {
      buffers.put(Argument.SCRATCHPAD, allocate(description.scratchpadBytes()));
    }
    Operand[] operands =
        buffers.entrySet().stream()
            .map(entry -> Operand.of(entry.getKey(), entry.getValue()))
            .toArray(Operand[]::new);
    try (Primitive primitive = description.compile();
        BoundPrimitive bound = primitive.bind(operands)) {
      bound.execute();
    }
    return this;
  }

  /** A result as row-major values. */
  float[] get(int argument, long... dimensions) {
    MemoryDescription plain = MemoryDescription.rowMajor(DataType.F32, dimensions);
    MemorySegment target = allocate(plain.bytes());
    reorder(description.layout(argument), buffers.get(argument), plain, target);
    return target.asSlice(0, plain.bytes()).toArray(ValueLayout.JAVA_FLOAT);
  }

  public static MemorySegment allocate(long bytes) {
    return Arena.ofAuto().allocate(Math.max(bytes, 1), ALIGNMENT);
  }

  public static void reorder(
      MemoryDescription from, MemorySegment source, MemoryDescription to, MemorySegment target) {
    PrimitiveDescription description = ReorderPrimitives.between(from, to);
    try (Primitive primitive = description.compile();
        BoundPrimitive bound =
            primitive.bind(
                Operand.of(Argument.SOURCE, source), Operand.of(Argument.DESTINATION, target))) {
      bound.execute();
    }
  }

  public static float[] random(long seed, long... dimensions) {
    Random random = new Random(seed);
    float[] values = new float[(int) size(dimensions)];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextFloat() * 2 - 1;
    }
    return values;
  }

  static long size(long... dimensions) {
    long size = 1;
    for (long dimension : dimensions) {
      size *= dimension;
    }
    return size;
  }
}
