package dev.ranvier.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Locale;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class TensorTest {
  private static final Shape SHAPE = Shape.of(2, 2);

  @ParameterizedTest
  @EnumSource(DType.class)
  void holdsNumbersOfEveryType(DType dtype) {
    NdArray values = NdArray.of(SHAPE, 0, 1, 2, 100);
    Tensor tensor = Tensor.of(dtype, values);
    assertThat(tensor.dtype()).isEqualTo(dtype);
    assertThat(tensor.memory().byteSize()).isEqualTo(4L * dtype.bytes());
    assertThat(tensor.memory().address() % NativeMemory.ALIGNMENT).isZero();
    assertThat(tensor.toNdArray()).isEqualTo(values);
    assertThat(tensor.copy().toNdArray()).isEqualTo(values);
    assertThat(Tensor.zeros(tensor.type()).toNdArray()).isEqualTo(NdArray.zeros(SHAPE));
    assertThat(tensor)
        .hasToString(dtype.name().toLowerCase(Locale.ROOT) + "[2,2][0.0, 1.0, 2.0, 100.0]");
  }

  @ParameterizedTest
  @CsvSource({
    "I32, -2.9, -2",
    "I32, 2.9, 2",
    "I32, 1e300, 2147483647",
    "I32, NaN, 0",
    "U8, 2.9, 2",
    "U8, 255.9, 255",
    "U8, 300, 255",
    "U8, -7, 0",
    "U8, NaN, 0",
    "F32, 0.1, 0.10000000149011612",
    "F32, 1e300, Infinity",
    "F64, 0.1, 0.1",
  })
  void roundsToItsType(DType dtype, double given, double stored) {
    assertThat(Tensor.of(dtype, NdArray.scalar(given)).item()).isEqualTo(stored);
  }

  @ParameterizedTest
  @CsvSource({
    // 1 + 2^-7 is the next bf16 after 1; halfway between neighbours the even one wins.
    "1.00390625, 1.0",
    "1.01171875, 1.015625",
    "1.00390637, 1.0078125",
    "-1.00390625, -1.0",
    "3.4028235e38, Infinity",
    "Infinity, Infinity",
    "-Infinity, -Infinity",
    "NaN, NaN",
    "-0.0, -0.0",
  })
  void roundsToTheNearestBf16(float given, double expected) {
    double stored = Tensor.of(DType.BF16, NdArray.scalar(given)).item();
    assertThat(stored).isEqualTo(Double.valueOf(expected));
  }

  @Test
  void everyNanStaysOne() {
    // Rounding up the payload of this NaN would overflow into the sign.
    assertThat(Tensor.roundToBf16(Float.intBitsToFloat(0x7FFFFFFF))).isEqualTo((short) 0x7FFF);
    // Cutting off the payload of this one would leave infinity.
    assertThat(Tensor.roundToBf16(Float.intBitsToFloat(0x7F800001))).isEqualTo((short) 0x7FC0);
  }

  @Property(tries = 500)
  void noBf16IsNearer(@ForAll float value) {
    short rounded = Tensor.roundToBf16(value);
    double distance = Math.abs(widen(rounded) - value);
    if (Math.abs(value) < 3e38) {
      assertThat(Math.abs(widen((short) (rounded + 1)) - value)).isGreaterThanOrEqualTo(distance);
      if ((rounded & 0x7FFF) != 0) {
        assertThat(Math.abs(widen((short) (rounded - 1)) - value)).isGreaterThanOrEqualTo(distance);
      }
    }
  }

  @Test
  void viewsShareMemory() {
    Tensor tensor = Tensor.of(SHAPE, 1, 2, 3, 4);
    Tensor row = Tensor.view(TensorType.f32(2), tensor.memory().asSlice(8));
    tensor.reshape(Shape.of(4)).setDouble(2, 9);
    assertThat(row.toFloats()).containsExactly(9, 4);
    assertThat(tensor.copy().memory().address()).isNotEqualTo(tensor.memory().address());
  }

  @Test
  void refusesWhatDoesNotFit() {
    Tensor tensor = Tensor.of(SHAPE, 1, 2, 3, 4);
    assertThatThrownBy(() -> Tensor.of(SHAPE, 1, 2))
        .hasMessage("tensor f32[2,2] has 4 elements, got 2");
    assertThatThrownBy(tensor::item).hasMessage("tensor f32[2,2] has 4 elements, got 1");
    assertThatThrownBy(() -> tensor.reshape(Shape.of(3)))
        .hasMessage("tensor f32[2,2] has 4 elements, got 3");
    assertThatThrownBy(() -> tensor.copyFrom(Tensor.ofInts(SHAPE, 1, 2, 3, 4)))
        .hasMessage("tensor f32[2,2] cannot take the values of i32[2,2]");
    assertThatThrownBy(Tensor.ofInts(SHAPE, 1, 2, 3, 4)::toFloats)
        .hasMessage("tensor i32[2,2] does not hold f32 values");
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment small = arena.allocate(8);
      assertThatThrownBy(() -> Tensor.view(TensorType.f32(3), small))
          .hasMessage("tensor f32[3] needs 12 bytes, got 8");
    }
  }

  private static double widen(short bf16) {
    return Float.intBitsToFloat(bf16 << 16);
  }

  @Test
  void countsItsChangesInAllItsShapes() {
    Tensor tensor = Tensor.of(SHAPE, 1, 2, 3, 4);
    Tensor flat = tensor.reshape(Shape.of(4));
    long before = tensor.changes();
    flat.setDouble(0, 5);
    assertThat(tensor.changes()).isEqualTo(before + 1);
    tensor.copyFrom(Tensor.zeros(tensor.type()));
    assertThat(flat.changes()).isEqualTo(before + 2);
    tensor.copyFrom(NdArray.zeros(SHAPE));
    assertThat(flat.changes()).isGreaterThan(before + 2);
    long then = flat.changes();
    tensor.changed();
    assertThat(flat.changes()).isEqualTo(then + 1);
    flat.copy();
    flat.toFloats();
    assertThat(flat.changes()).isEqualTo(then + 1);
  }
}
