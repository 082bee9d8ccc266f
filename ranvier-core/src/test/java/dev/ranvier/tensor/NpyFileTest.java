package dev.ranvier.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class NpyFileTest {
  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource(
      value = DType.class,
      names = {"F32", "F64", "I32", "U8"})
  void readsWhatItWrote(DType dtype) throws IOException {
    for (Shape shape : new Shape[] {Shape.SCALAR, Shape.of(3), Shape.of(2, 3), Shape.of(1, 1, 7)}) {
      double[] values = new double[(int) shape.elements()];
      Arrays.setAll(values, i -> i * 7);
      Path file = folder.resolve("array.npy");
      NpyFile.write(file, Tensor.of(dtype, new NdArray(shape, values)));
      Tensor back = NpyFile.read(file);
      assertThat(back.type()).isEqualTo(new TensorType(dtype, shape));
      assertThat(back.toNdArray().data()).containsExactly(values);
    }
  }

  @Test
  void writesWhatNumpyWrites() throws IOException {
    Path file = folder.resolve("array.npy");
    NpyFile.write(file, Tensor.of(Shape.of(3), 1, 2, 3));
    byte[] bytes = Files.readAllBytes(file);
    assertThat(bytes).hasSize(128 + 12);
    assertThat(new String(bytes, 0, 128, StandardCharsets.ISO_8859_1))
        .startsWith("\u0093NUMPY\u0001\u0000\u0076\u0000{'descr': '<f4', ")
        .contains("'fortran_order': False, 'shape': (3,), }   ")
        .endsWith(" \n");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void readsEveryVersion(int version) throws IOException {
    byte[] header = header("<f4", "False", "(1, 2)");
    ByteBuffer data = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
    data.putFloat(0, 1.5f).putFloat(4, -2);
    assertThat(NpyFile.read(file(version, header, data.array())).toFloats())
        .containsExactly(1.5f, -2);
  }

  @Test
  void readsLongIntegersThatFit() throws IOException {
    ByteBuffer data = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
    data.putLong(0, -5).putLong(8, Integer.MAX_VALUE);
    byte[] header = header("<i8", "False", "(2,)");
    Tensor tensor = NpyFile.read(file(1, header, data.array()));
    assertThat(tensor.dtype()).isEqualTo(DType.I32);
    assertThat(tensor.toNdArray().data()).containsExactly(-5, Integer.MAX_VALUE);
    data.putLong(8, 1L << 31);
    refuses(file(1, header, data.array()), "holds 2147483648, which does not fit a 32-bit integer");
  }

  @Test
  void widensHalfPrecision() throws IOException {
    ByteBuffer data = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN);
    data.putShort(0, Float.floatToFloat16(0.1f)).putShort(2, Float.floatToFloat16(-65504));
    Tensor tensor = NpyFile.read(file(1, header("<f2", "False", "(2,)"), data.array()));
    assertThat(tensor.toFloats()).containsExactly(0.099975586f, -65504);
  }

  @Test
  void readsColumnMajorArrays() throws IOException {
    byte[] data = new byte[24];
    for (byte i = 0; i < 24; i++) {
      data[i] = i;
    }
    // In Fortran's order, the number at [i,j,k] of 2 x 3 x 4 is the i + 2j + 6k-th.
    Tensor tensor = NpyFile.read(file(1, header("|u1", "True", "(2, 3, 4)"), data));
    assertThat(tensor.type()).isEqualTo(new TensorType(DType.U8, Shape.of(2, 3, 4)));
    for (int i = 0; i < 2; i++) {
      for (int j = 0; j < 3; j++) {
        for (int k = 0; k < 4; k++) {
          assertThat(tensor.getDouble(12 * i + 4 * j + k)).isEqualTo(i + 2 * j + 6 * k);
        }
      }
    }
  }

  @Test
  void readsBigEndianNumbers() throws IOException {
    byte[] floats = ByteBuffer.allocate(8).putFloat(1.5f).putFloat(-2).array();
    assertThat(NpyFile.read(file(2, header(">f4", "True", "(2, 1)"), floats)).toFloats())
        .containsExactly(1.5f, -2);
    byte[] shorts = ByteBuffer.allocate(4).putShort((short) -3).putShort((short) 300).array();
    assertThat(NpyFile.read(file(1, header(">i2", "False", "(2,)"), shorts)).toNdArray().data())
        .containsExactly(-3, 300);
    byte[] doubles = ByteBuffer.allocate(8).putDouble(Math.PI).array();
    assertThat(NpyFile.read(file(3, header(">f8", "False", "()"), doubles)).item())
        .isEqualTo(Math.PI);
  }

  @Test
  void readsOtherIntegers() throws IOException {
    byte[] data = {-1, 0, 2, -128};
    assertThat(NpyFile.read(file(1, header("|i1", "False", "(4,)"), data)).toNdArray().data())
        .containsExactly(-1, 0, 2, -128);
    assertThat(NpyFile.read(file(1, header("<u2", "False", "(2,)"), data)).toNdArray().data())
        .containsExactly(255, 32770);
    assertThat(NpyFile.read(file(1, header("<i2", "False", "(2,)"), data)).toNdArray().data())
        .containsExactly(255, -32766);
    Tensor truths = NpyFile.read(file(1, header("|b1", "False", "(2,)"), new byte[] {1, 0}));
    assertThat(truths.type()).isEqualTo(TensorType.i32(2));
    assertThat(truths.toNdArray().data()).containsExactly(1, 0);
  }

  @Test
  void anArrayMayHaveNoElements() throws IOException {
    Tensor tensor = NpyFile.read(file(1, header("<f4", "False", "(0, 3)"), new byte[0]));
    assertThat(tensor.type()).hasToString("f32[0,3]");
    assertThat(tensor.memory().byteSize()).isZero();
    Path back = folder.resolve("back.npy");
    NpyFile.write(back, tensor);
    assertThat(NpyFile.read(back).type()).isEqualTo(tensor.type());
  }

  @Test
  void refusesWhatItCannotRead() throws IOException {
    byte[] data = new byte[12];
    byte[] good = header("<f4", "False", "(3,)");
    refuses(file(1, good, new byte[11]), "is cut off; 12 bytes are needed, 11 are there");
    refuses(file(1, good, new byte[14]), "has 2 bytes after the array of shape [3]");
    refuses(file(9, good, data), "has .npy version 9, expected 1, 2 or 3");
    refuses(
        file(1, header("<c8", "False", "(3,)"), data),
        "holds elements of type '<c8', expected one of [<f8, <f4, <i4, |u1, <f2, <i8, <u8, <u4,"
            + " <i2, <u2, |i1, |b1]; convert it with astype in NumPy");
    refuses(
        file(1, header("<f4", "False", "(0, 3)"), data),
        "has 12 bytes after the array of shape [0,3]");
    refuses(
        file(1, header("<f4", "False", "(3000000000,)"), data),
        "has the shape [3000000000], but every size must be 0 to 2147483647");
    refuses(
        file(1, header("|b1", "False", "(12,)"), new byte[] {0, 1, 1, 0, 2, 0, 0, 0, 0, 0, 0, 0}),
        "holds 2, which is neither true nor false");
    byte[] ones = new byte[8];
    Arrays.fill(ones, (byte) -1);
    refuses(
        file(1, header("<u8", "False", "(1,)"), ones),
        "holds 18446744073709551615, which does not fit a 32-bit integer");
    refuses(
        file(1, header("<u4", "False", "(2,)"), ones),
        "holds 4294967295, which does not fit a 32-bit integer");
    refuses(file(1, header("<f4", "False", "(3 3)"), data), "has the unreadable shape (3 3)");
    refuses(
        file(1, header("<f8", "False", "(2147483647, 2147483647)"), data),
        "no file can hold F64[2147483647,2147483647]");
    refuses(
        file(1, "{'descr': '<f4'}".getBytes(StandardCharsets.US_ASCII), data),
        "its header has no readable 'fortran_order', got {'descr': '<f4'}");
  }

  @Test
  void refusesWhatIsNoNpyFile() throws IOException {
    Path text = Files.writeString(folder.resolve("text.npy"), "a long enough text");
    refuses(text, "is no .npy file; it should begin with \\x93NUMPY");
    refuses(
        Files.createFile(folder.resolve("empty")),
        "is no .npy file; it should begin with \\x93NUMPY");
    refuses(folder, "is a folder, expected a file");
    refuses(folder.resolve("missing.npy"), "there is no such file");
    byte[] whole = Files.readAllBytes(file(1, header("<f4", "False", "(3,)"), new byte[12]));
    Path cut = Files.write(folder.resolve("cut.npy"), Arrays.copyOf(whole, 30));
    refuses(cut, "is cut off; " + (whole.length - 12) + " bytes are needed, 30 are there");
    assertThatThrownBy(() -> NpyFile.write(cut, Tensor.of(DType.BF16, NdArray.scalar(1))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(cut + ": .npy files cannot hold bf16[]; cast it to f32");
  }

  private static void refuses(Path file, String problem) {
    assertThatThrownBy(() -> NpyFile.read(file))
        .isInstanceOf(IOException.class)
        .hasMessage(file + ": " + problem);
  }

  private static byte[] header(String type, String fortran, String shape) {
    String text =
        "{'descr': '" + type + "', 'fortran_order': " + fortran + ", 'shape': " + shape + ", }\n";
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private Path file(int version, byte[] header, byte[] data) throws IOException {
    ByteBuffer bytes =
        ByteBuffer.allocate((version == 1 ? 10 : 12) + header.length + data.length)
            .order(ByteOrder.LITTLE_ENDIAN);
    bytes.put((byte) 0x93).put("NUMPY".getBytes(StandardCharsets.US_ASCII));
    bytes.put((byte) version).put((byte) 0);
    if (version == 1) {
      bytes.putShort((short) header.length);
    } else {
      bytes.putInt(header.length);
    }
    return Files.write(folder.resolve("made.npy"), bytes.put(header).put(data).array());
  }
}
