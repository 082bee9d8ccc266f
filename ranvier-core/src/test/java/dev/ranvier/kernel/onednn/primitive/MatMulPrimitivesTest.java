package dev.ranvier.kernel.onednn.primitive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ranvier.kernel.onednn.NeedsOneDnn;
import dev.ranvier.kernel.onednn.binding.Argument;
import dev.ranvier.kernel.onednn.binding.Attributes;
import dev.ranvier.kernel.onednn.binding.DataType;
import dev.ranvier.kernel.onednn.binding.Dnnl;
import dev.ranvier.kernel.onednn.binding.MemoryDescription;
import dev.ranvier.kernel.onednn.binding.OneDnnException;
import dev.ranvier.kernel.onednn.binding.PostOperation;
import dev.ranvier.kernel.onednn.binding.PrimitiveDescription;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@NeedsOneDnn
class MatMulPrimitivesTest {

  private static final float TOLERANCE = 1e-4f;

  @ParameterizedTest
  @CsvSource({"1,784,300", "1,1,1", "7,13,5", "32,100,10", "17,64,33"})
  void multipliesAddsBiasAndAppliesRelu(long m, long k, long n) {
    long[] sourceShape = {m, k};
    long[] weightsShape = {k, n};
    float[] source = Trial.random(1, sourceShape);
    float[] weights = Trial.random(2, weightsShape);
    float[] bias = Trial.random(3, n);

    PrimitiveDescription description =
        MatMulPrimitives.forward(
            MemoryDescription.rowMajor(DataType.F32, m, k),
            MemoryDescription.any(DataType.F32, k, n),
            MemoryDescription.rowMajor(DataType.F32, 1, n),
            MemoryDescription.rowMajor(DataType.F32, m, n),
            Attributes.PLAIN.with(new PostOperation.ParametricRelu()));
    float[] result =
        Trial.of(description)
            .give(Argument.SOURCE, sourceShape, source)
            .give(Argument.WEIGHTS, weightsShape, weights)
            .give(Argument.BIAS, new long[] {1, n}, bias)
            .expect(Argument.DESTINATION)
            .run()
            .get(Argument.DESTINATION, m, n);

    float[] expected = product(source, weights, (int) m, (int) k, (int) n);
    for (int i = 0; i < expected.length; i++) {
      expected[i] = Math.max(0, expected[i] + bias[(int) (i % n)]);
    }
    assertThat(result).containsExactly(expected, within(TOLERANCE));
  }

  @Test
  void postOperationsAddToTheDestinationAndAddAnotherOperand() {
    long[] shape = {4, 4};
    MemoryDescription matrix = MemoryDescription.rowMajor(DataType.F32, shape);
    MemoryDescription row = MemoryDescription.rowMajor(DataType.F32, 1, 4);
    PrimitiveDescription description =
        MatMulPrimitives.forward(
            matrix,
            matrix,
            MemoryDescription.none(),
            matrix,
            Attributes.PLAIN
                .with(new PostOperation.AddToDestination(2))
                .with(new PostOperation.Add(row)));
    float[] source = Trial.random(1, shape);
    float[] weights = Trial.random(2, shape);
    float[] before = Trial.random(3, shape);
    float[] added = {1, 10, 100, 1000};

    float[] result =
        Trial.of(description)
            .give(Argument.SOURCE, shape, source)
            .give(Argument.WEIGHTS, shape, weights)
            .give(Argument.DESTINATION, shape, before)
            .give(Argument.postOperand(1), new long[] {1, 4}, added)
            .run()
            .get(Argument.DESTINATION, shape);

    float[] expected = product(source, weights, 4, 4, 4);
    for (int i = 0; i < expected.length; i++) {
      expected[i] += 2 * before[i] + added[i % 4];
    }
    assertThat(result).containsExactly(expected, within(TOLERANCE));
  }

  @Test
  void multipliesBf16() {
    assumeTrue(Dnnl.instructionSet().acceptsBf16(), "oneDNN has no bf16 kernels for this CPU");
    long[] shape = {8, 8};
    float[] identity = new float[64];
    for (int i = 0; i < 8; i++) {
      identity[i * 9] = 1;
    }
    MemoryDescription half = MemoryDescription.rowMajor(DataType.BF16, shape);
    PrimitiveDescription description =
        MatMulPrimitives.forward(
            half,
            half,
            MemoryDescription.none(),
            MemoryDescription.rowMajor(DataType.F32, shape),
            Attributes.PLAIN);
    float[] source = new float[64];
    for (int i = 0; i < source.length; i++) {
      source[i] = i - 32; // Small integers are exact in bf16.
    }
    float[] result =
        Trial.of(description)
            .give(Argument.SOURCE, shape, source)
            .give(Argument.WEIGHTS, shape, identity)
            .expect(Argument.DESTINATION)
            .run()
            .get(Argument.DESTINATION, shape);
    assertThat(result).containsExactly(source);
  }

  @Test
  void everyImplementationComputesTheSame() {
    long[] shape = {8, 8};
    MemoryDescription matrix = MemoryDescription.rowMajor(DataType.F32, shape);
    float[] source = Trial.random(1, shape);
    float[] weights = Trial.random(2, shape);
    PrimitiveDescription preferred =
        MatMulPrimitives.forward(
            matrix, matrix, MemoryDescription.none(), matrix, Attributes.PLAIN);
    List<String> names = preferred.implementations();
    assertThat(names)
        .hasSizeGreaterThan(1)
        .doesNotHaveDuplicates()
        .startsWith(preferred.implementation());
    for (String name : names) {
      PrimitiveDescription description = preferred.by(name).orElseThrow();
      assertThat(description.implementation()).isEqualTo(name);
      assertThat(
              Trial.of(description)
                  .give(Argument.SOURCE, shape, source)
                  .give(Argument.WEIGHTS, shape, weights)
                  .expect(Argument.DESTINATION)
                  .run()
                  .get(Argument.DESTINATION, shape))
          .as(name)
          .containsExactly(product(source, weights, 8, 8, 8), within(TOLERANCE));
    }
    assertThat(preferred.by("no such")).isEmpty();
  }

  @Test
  void shapesThatDoNotFitAreNamed() {
    assertThatThrownBy(
            () ->
                MatMulPrimitives.forward(
                    MemoryDescription.rowMajor(DataType.F32, 32, 784),
                    MemoryDescription.rowMajor(DataType.F32, 512, 10),
                    MemoryDescription.none(),
                    MemoryDescription.rowMajor(DataType.F32, 32, 10),
                    Attributes.PLAIN))
        .isInstanceOf(OneDnnException.class)
        .hasMessage(
            "oneDNN: matmul: source f32[32,784] strides [784,1] weights f32[512,10] strides"
                + " [10,1] bias none destination f32[32,10] strides [10,1]: invalid arguments;"
                + " shapes, types or layouts contradict one another, or data is missing");
  }

  private static MemorySegment copy(float[] values) {
    MemorySegment segment = Trial.allocate((long) values.length * Float.BYTES);
    MemorySegment.copy(values, 0, segment, ValueLayout.JAVA_FLOAT, 0, values.length);
    return segment;
  }

  private static float[] product(float[] a, float[] b, int m, int k, int n) {
    float[] c = new float[m * n];
    for (int row = 0; row < m; row++) {
      for (int column = 0; column < n; column++) {
        double sum = 0;
        for (int i = 0; i < k; i++) {
          sum += (double) a[row * k + i] * b[i * n + column];
        }
        c[row * n + column] = (float) sum;
      }
    }
    return c;
  }
}
