package dev.ranvier.kernel.onednn.primitive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.ranvier.exec.Kernel;
import dev.ranvier.exec.Processor.InstructionSet;
import dev.ranvier.kernel.onednn.NeedsOneDnn;
import dev.ranvier.kernel.onednn.binding.Argument;
import dev.ranvier.kernel.onednn.binding.Attributes;
import dev.ranvier.kernel.onednn.binding.DataType;
import dev.ranvier.kernel.onednn.binding.Dnnl;
import dev.ranvier.kernel.onednn.binding.MemoryDescription;
import dev.ranvier.kernel.onednn.binding.PrimitiveDescription;
import dev.ranvier.kernel.onednn.binding.Propagation;
import dev.ranvier.kernel.vector.NeedsVectorApi;
import dev.ranvier.kernel.vector.packing.VnniPacking;
import dev.ranvier.op.Padding;
import dev.ranvier.op.Pair;
import dev.ranvier.tensor.NativeMemory;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Our own loops against oneDNN's reorders, bit by bit. */
@NeedsOneDnn
@NeedsVectorApi
class ReorderTest {
  private static final int WARM_UP_MILLISECONDS = 20_000;

  @Test
  void packsMatricesAsOneDnnDoes() throws InterruptedException {
    MemoryDescription packed = packed(512, 256);
    check(MemoryDescription.rowMajor(DataType.F32, 512, 256), packed);
  }

  @Test
  void packsTransposedMatricesAsOneDnnDoes() throws InterruptedException {
    MemoryDescription given =
        MemoryDescription.strided(DataType.F32, new long[] {512, 256}, new long[] {1, 512});
    check(given, packed(512, 256));
  }

  @Test
  void packsFiltersOfConvolutionsAsOneDnnDoes() throws InterruptedException {
    for (boolean backward : new boolean[] {false, true}) {
      MemoryDescription given =
          MemoryDescription.strided(
              DataType.F32,
              new long[] {128, 64, 3, 3},
              new long[] {1, 128, 3 * 64 * 128, 64 * 128});
      check(given, packedFilters(backward));
    }
  }

  @Test
  void packsPartsOfAMatrixAsOneDnnDoes() throws InterruptedException {
    MemoryDescription whole = packed(256, 128);
    MemoryDescription upper = whole.part(new long[] {128, 128}, 0, 0);
    MemoryDescription lower = whole.part(new long[] {128, 128}, 128, 0);
    MemoryDescription given = MemoryDescription.rowMajor(DataType.F32, 128, 128);
    MemorySegment source = random(2 * given.bytes());
    MemorySegment target = NativeMemory.allocate(whole.bytes());
    MemorySegment second = source.asSlice(given.bytes(), given.bytes());
    Kernel.Call call =
        Reorder.call(
            List.of(
                new Reorder(given, source, upper, target),
                new Reorder(given, second, lower, target)));
    run(call, new Reorder(given, source, upper, target));
    MemoryDescription both = MemoryDescription.rowMajor(DataType.F32, 256, 128);
    MemorySegment expected = NativeMemory.allocate(whole.bytes());
    ReorderPrimitives.bound(both, source, whole, expected).execute();
    assertThat(target.mismatch(expected)).isEqualTo(-1);
  }

  private static void check(MemoryDescription given, MemoryDescription packed)
      throws InterruptedException {
    MemorySegment source = random(given.bytes());
    MemorySegment target = NativeMemory.allocate(packed.bytes());
    Reorder reorder = new Reorder(given, source, packed, target);
    run(Reorder.call(List.of(reorder)), reorder);
    MemorySegment expected = NativeMemory.allocate(packed.bytes());
    ReorderPrimitives.bound(given, source, packed, expected).execute();
    assertThat(target.mismatch(expected)).isEqualTo(-1);
  }

  /** Runs a call before and after its loops are compiled. */
  private static void run(Kernel.Call call, Reorder reorder) throws InterruptedException {
    VnniReorder paired = VnniReorder.of(reorder).orElseThrow();
    call.run();
    byte[] before = reorder.target().toArray(ValueLayout.JAVA_BYTE);
    awaitCompiled(paired.matrix());
    reorder.target().fill((byte) 0);
    call.run();
    assertThat(reorder.target().toArray(ValueLayout.JAVA_BYTE)).isEqualTo(before);
  }

  private static void awaitCompiled(VnniPacking matrix) throws InterruptedException {
    for (int i = 0; i < WARM_UP_MILLISECONDS; i++) {
      if (matrix.isReady()) {
        return;
      }
      Thread.sleep(1);
    }
    throw new AssertionError("the loops were never compiled");
  }

  /** What a product with 512 rows wants, where that is a layout of pairs. */
  private static MemoryDescription packed(long rows, long columns) {
    assumeThat(Dnnl.instructionSet().level() == InstructionSet.AMX).as("matrix tiles").isTrue();
    try (PrimitiveDescription product =
        MatMulPrimitives.forward(
            MemoryDescription.rowMajor(DataType.BF16, 512, rows),
            MemoryDescription.any(DataType.BF16, rows, columns),
            MemoryDescription.none(),
            MemoryDescription.rowMajor(DataType.F32, 512, columns),
            Attributes.PLAIN)) {
      return product.layout(Argument.WEIGHTS);
    }
  }

  private static MemoryDescription packedFilters(boolean backward) {
    assumeThat(Dnnl.instructionSet().level() == InstructionSet.AMX).as("matrix tiles").isTrue();
    ConvolutionPrimitives primitives =
        new ConvolutionPrimitives(Windows.of(Pair.ONE, Padding.of(1), Pair.ONE));
    MemoryDescription images = MemoryDescription.channelsLast(DataType.BF16, 8, 64, 16, 16);
    MemoryDescription result = MemoryDescription.channelsLast(DataType.BF16, 8, 128, 16, 16);
    MemoryDescription any = MemoryDescription.any(DataType.BF16, 128, 64, 3, 3);
    try (PrimitiveDescription forward =
        primitives.forward(
            Propagation.TRAINING,
            images,
            any,
            MemoryDescription.none(),
            result,
            Attributes.PLAIN)) {
      if (!backward) {
        return forward.layout(Argument.WEIGHTS);
      }
      try (PrimitiveDescription gradient =
          primitives.backwardData(forward, images, any, result, Attributes.PLAIN)) {
        return gradient.layout(Argument.WEIGHTS);
      }
    }
  }

  private static MemorySegment random(long bytes) {
    SplittableRandom random = new SplittableRandom(3);
    MemorySegment memory = NativeMemory.allocate(bytes);
    for (long i = 0; i < bytes / Float.BYTES; i++) {
      memory.setAtIndex(ValueLayout.JAVA_FLOAT, i, (float) random.nextDouble(-2, 2));
    }
    return memory;
  }
}
