package dev.ranvier.kernel.onednn.binding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.ThreadMXBean;
import dev.ranvier.kernel.onednn.NeedsOneDnn;
import dev.ranvier.kernel.onednn.primitive.SumPrimitives;
import dev.ranvier.kernel.onednn.primitive.Trial;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

@NeedsOneDnn
class BoundPrimitiveTest {

  private static final long BYTES_PER_KIB = 1024;

  private final MemorySegment source = floats(1, 2, 3, 4);
  private final MemorySegment destination = Trial.allocate(16);

  @Test
  void runsOnItsBuffersAndOnOnesPutInTheirPlace() {
    try (Primitive primitive = doubling(4).compile();
        BoundPrimitive bound = bind(primitive)) {
      bound.execute();
      assertThat(values(destination)).containsExactly(2, 4, 6, 8);

      MemorySegment other = Trial.allocate(16);
      bound.replace(0, floats(10, 20, 30, 40));
      bound.replace(1, other);
      bound.execute();
      assertThat(values(other)).containsExactly(20, 40, 60, 80);
      assertThat(values(destination)).containsExactly(2, 4, 6, 8);
    }
  }

  @Test
  void runningAllocatesNothing() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    try (Primitive primitive = doubling(4).compile();
        BoundPrimitive bound = bind(primitive)) {
      for (int i = 0; i < 20_000; i++) {
        bound.execute();
        bound.replace(0, source);
      }
      long before = threads.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < 10_000; i++) {
        bound.execute();
        bound.replace(0, source);
      }
      assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(1000);
    }
  }

  @Test
  void refusesBuffersThatAreTooSmallOrOnTheHeap() {
    try (Primitive primitive = doubling(4).compile()) {
      assertThatThrownBy(
              () ->
                  primitive.bind(
                      Operand.of(Argument.source(0), source.asSlice(0, 12)),
                      Operand.of(Argument.DESTINATION, destination)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "sum of [f32[4] strides [1]] to f32[4] strides [1]:"
                  + " argument 1024 needs 16 bytes of native memory,"
                  + " got 12 of native memory; allocate it by the layout's size");
      assertThatThrownBy(
              () ->
                  primitive.bind(
                      Operand.of(Argument.source(0), MemorySegment.ofArray(new float[4])),
                      Operand.of(Argument.DESTINATION, destination)))
          .hasMessageContaining("got 16 of heap memory");
      assertThatThrownBy(() -> primitive.bind(Operand.of(Argument.WEIGHTS, source)))
          .hasMessageEndingWith(
              "given a buffer for argument 33, which it does not have; bind only what it asks for");
    }
  }

  @Test
  void whatIsMissingIsReportedWhenRun() {
    try (Primitive primitive = doubling(4).compile();
        BoundPrimitive bound = primitive.bind(Operand.of(Argument.source(0), source))) {
      assertThatThrownBy(bound::execute)
          .isInstanceOf(OneDnnException.class)
          .hasMessageStartingWith("oneDNN: run sum of [f32[4] strides [1]]")
          .hasMessageContaining("invalid arguments; ");
    }
  }

  @Test
  void useAfterClosingFailsWithoutACrash() {
    PrimitiveDescription description = doubling(4);
    Primitive primitive = description.compile();
    BoundPrimitive bound = bind(primitive);
    BoundPrimitive other = bind(primitive);
    bound.close();
    bound.close();
    assertThatThrownBy(bound::execute)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageEndingWith("run after it was closed; close it when no plan needs it any longer");
    primitive.close();
    assertThatThrownBy(other::execute).isInstanceOf(IllegalStateException.class);
    description.close();
    assertThatThrownBy(description::compile)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageEndingWith(
            "used after it was closed; close it when no plan needs it any longer");
  }

  @Test
  void thousandsOfForgottenPrimitivesAreFreed() throws Exception {
    Path status = Path.of("/proc/self/status");
    assumeTrue(Files.exists(status), "needs Linux to see the process's memory");
    dropPrimitives(600);
    long before = residentBytes(status);
    dropPrimitives(6000);
    long grown = residentBytes(status) - before;
    // Kept, they would take about 54 MB.
    assertThat(grown).isLessThan(20L << 20);
  }

  private void dropPrimitives(int count) throws InterruptedException {
    for (int i = 0; i < count; i++) {
      bind(doubling(4).compile()).execute();
      if (i % 300 == 299) {
        System.gc();
        Thread.sleep(10);
      }
    }
  }

  private static long residentBytes(Path status) throws IOException {
    return Files.readAllLines(status).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * BYTES_PER_KIB)
        .findFirst()
        .orElseThrow();
  }

  private static PrimitiveDescription doubling(long size) {
    MemoryDescription vector = MemoryDescription.rowMajor(DataType.F32, size);
    return SumPrimitives.of(vector, new float[] {2}, List.of(vector));
  }

  private BoundPrimitive bind(Primitive primitive) {
    return primitive.bind(
        Operand.of(Argument.source(0), source), Operand.of(Argument.DESTINATION, destination));
  }

  private static MemorySegment floats(float... values) {
    MemorySegment segment = Trial.allocate((long) values.length * Float.BYTES);
    MemorySegment.copy(values, 0, segment, ValueLayout.JAVA_FLOAT, 0, values.length);
    return segment;
  }

  private static float[] values(MemorySegment segment) {
    return segment.toArray(ValueLayout.JAVA_FLOAT);
  }
}
