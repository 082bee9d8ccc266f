package dev.ranvier.kernel.onednn.binding;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ranvier.kernel.onednn.NeedsOneDnn;
import dev.ranvier.kernel.onednn.primitive.ConvolutionPrimitives;
import dev.ranvier.kernel.onednn.primitive.SlidingWindow;
import dev.ranvier.kernel.onednn.primitive.Trial;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.Test;

@NeedsOneDnn
class MemoryDescriptionTest {

  @Test
  void sizesAndEquality() {
    MemoryDescription images = MemoryDescription.channelsLast(DataType.F32, 2, 3, 4, 5);
    assertThat(images.bytes()).isEqualTo(2 * 3 * 4 * 5 * 4);
    assertThat(images)
        .isEqualTo(
            MemoryDescription.strided(
                DataType.F32, new long[] {2, 3, 4, 5}, new long[] {60, 1, 15, 3}))
        .hasSameHashCodeAs(MemoryDescription.channelsLast(DataType.F32, 2, 3, 4, 5))
        .isNotEqualTo(MemoryDescription.rowMajor(DataType.F32, 2, 3, 4, 5));
    assertThat(MemoryDescription.rowMajor(DataType.BF16, 7).bytes()).isEqualTo(14);
    assertThat(MemoryDescription.any(DataType.F32, 7).bytes()).isZero();
    assertThat(MemoryDescription.none().isNone()).isTrue();
  }

  @Test
  void partsOfALargerTensorReachToTheirLastElement() {
    MemoryDescription columns =
        MemoryDescription.strided(DataType.BF16, new long[] {150, 128}, new long[] {1, 300});
    assertThat(columns.reach()).isEqualTo((127 * 300 + 150) * 2);
    assertThat(MemoryDescription.rowMajor(DataType.F32, 3, 7).reach()).isEqualTo(84);
    assertThat(MemoryDescription.none().reach()).isZero();
    assertThat(MemoryDescription.any(DataType.F32, 7).reach()).isZero();
  }

  @Test
  void layoutsAreNamed() {
    assertThat(MemoryDescription.rowMajor(DataType.F32, 32, 784))
        .hasToString("f32[32,784] strides [784,1]");
    assertThat(MemoryDescription.any(DataType.BF16, 3)).hasToString("bf16[3] any layout");
    assertThat(
            MemoryDescription.copyOf(
                    MemoryDescription.channelsLast(DataType.F32, 2, 3, 4, 5).address())
                .toString())
        .isEqualTo("f32[2,3,4,5] acdb");
  }

  @Test
  void reorderedThereAndBackIsTheSame() {
    long[] shape = {16, 8, 3, 3};
    MemoryDescription plain = MemoryDescription.rowMajor(DataType.F32, shape);
    MemoryDescription chosen =
        new ConvolutionPrimitives(SlidingWindow.ofRank(2))
            .forward(
                Propagation.INFERENCE,
                MemoryDescription.channelsLast(DataType.F32, 1, 8, 9, 9),
                MemoryDescription.any(DataType.F32, shape),
                MemoryDescription.none(),
                MemoryDescription.channelsLast(DataType.F32, 1, 16, 7, 7),
                Attributes.PLAIN)
            .layout(Argument.WEIGHTS);
    assertThat(chosen).isNotEqualTo(plain);

    float[] values = Trial.random(1, shape);
    MemorySegment from = Trial.allocate(plain.bytes());
    MemorySegment between = Trial.allocate(chosen.bytes());
    MemorySegment back = Trial.allocate(plain.bytes());
    MemorySegment.copy(values, 0, from, ValueLayout.JAVA_FLOAT, 0, values.length);
    Trial.reorder(plain, from, chosen, between);
    Trial.reorder(chosen, between, plain, back);

    assertThat(between.asSlice(0, plain.bytes()).toArray(ValueLayout.JAVA_FLOAT))
        .isNotEqualTo(values);
    assertThat(back.asSlice(0, plain.bytes()).toArray(ValueLayout.JAVA_FLOAT)).isEqualTo(values);
  }
}
