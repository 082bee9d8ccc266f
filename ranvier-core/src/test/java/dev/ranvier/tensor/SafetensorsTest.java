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
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SafetensorsTest {
  @TempDir Path folder;

  @Test
  void readsWhatItWrote() throws IOException {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (DType dtype : DType.values()) {
      tensors.put("z/" + dtype, Tensor.of(dtype, NdArray.of(Shape.of(1, 3), 1, 2, 100)));
    }
    tensors.put("a \"quoted\" \\ name\n\u0001ü", Tensor.scalar(5));
    Map<String, String> metadata = Map.of("format", "ranvier", "note", "a\tb");
    Path file = folder.resolve("model.safetensors");
    new Safetensors(tensors, metadata).write(file);
    Safetensors back = Safetensors.read(file);
    assertThat(back.metadata()).isEqualTo(metadata);
    assertThat(back.tensors().keySet()).containsExactlyElementsOf(tensors.keySet());
    tensors.forEach(
        (name, tensor) -> {
          Tensor read = back.tensors().get(name);
          assertThat(read.type()).isEqualTo(tensor.type());
          assertThat(read.toNdArray()).isEqualTo(tensor.toNdArray());
        });
  }

  @Test
  void aTensorMayHaveTwoNames() throws IOException {
    Tensor shared = Tensor.of(Shape.of(2), 1, 2);
    Path file = folder.resolve("model.safetensors");
    new Safetensors(Map.of("input", shared, "output", shared)).write(file);
    assertThat(Safetensors.read(file).tensors().values())
        .allSatisfy(read -> assertThat(read.toFloats()).containsExactly(1, 2));
  }

  @Test
  void dataBeginAligned() throws IOException {
    Path file = folder.resolve("model.safetensors");
    new Safetensors(Map.of("w", Tensor.of(Shape.of(2), 1, 2))).write(file);
    byte[] bytes = Files.readAllBytes(file);
    long header = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong();
    assertThat((8 + header) % 64).isZero();
    assertThat(bytes.length).isEqualTo(8 + header + 8);
    assertThat(new String(bytes, 8, (int) header, StandardCharsets.UTF_8).strip())
        .isEqualTo("{\"w\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}");
  }

  @Test
  void nothingIsAFileToo() throws IOException {
    Path file = folder.resolve("empty.safetensors");
    new Safetensors(Map.of()).write(file);
    assertThat(Safetensors.read(file)).isEqualTo(new Safetensors(Map.of()));
  }

  @Test
  void readsWhatOthersWrite() throws IOException {
    String header =
        "{\"__metadata__\": {\"format\": \"p\\u0074\"}, \"steps\": {\"data_offsets\": [2, 10],"
            + " \"shape\": [], \"dtype\": \"I64\"}, \"half\": {\"dtype\": \"F16\", \"shape\": [1],"
            + " \"data_offsets\": [0, 2]}}   ";
    ByteBuffer data = ByteBuffer.allocate(10).order(ByteOrder.LITTLE_ENDIAN);
    data.putShort(Float.floatToFloat16(0.5f)).putLong(1000);
    Safetensors read = Safetensors.read(file(header, data.array()));
    assertThat(read.metadata()).containsEntry("format", "pt");
    assertThat(read.tensors().get("half").toFloats()).containsExactly(0.5f);
    assertThat(read.tensors().get("steps").type()).isEqualTo(TensorType.i32());
    assertThat(read.tensors().get("steps").item()).isEqualTo(1000);
  }

  @Test
  void readsTheTypesThatTensorsDoNotKnow() throws IOException {
    byte[] data = {1, 0, (byte) 0x38, (byte) 0xC0, 0x7F, 0x3C, (byte) 0xBC, -5};
    String header =
        "{\"mask\":{\"dtype\":\"BOOL\",\"shape\":[2],\"data_offsets\":[0,2]},"
            + "\"e4m3\":{\"dtype\":\"F8_E4M3\",\"shape\":[3],\"data_offsets\":[2,5]},"
            + "\"e5m2\":{\"dtype\":\"F8_E5M2\",\"shape\":[2],\"data_offsets\":[5,7]},"
            + "\"small\":{\"dtype\":\"I8\",\"shape\":[1],\"data_offsets\":[7,8]}}";
    Map<String, Tensor> read = Safetensors.read(file(header, data)).tensors();
    assertThat(read.get("mask").type()).isEqualTo(TensorType.i32(2));
    assertThat(read.get("mask").toNdArray().data()).containsExactly(1, 0);
    assertThat(read.get("e4m3").toFloats()).containsExactly(1, -2, Float.NaN);
    assertThat(read.get("e5m2").toFloats()).containsExactly(1, -1);
    assertThat(read.get("small").item()).isEqualTo(-5);
  }

  @Test
  void tensorsMayHaveNoElements() throws IOException {
    String header =
        "{"
            + tensor("c", "[1]", "[0,4]")
            + ","
            + tensor("a", "[0]", "[4,4]")
            + ","
            + tensor("b", "[2,0,3]", "[0,0]")
            + "}";
    Safetensors read = Safetensors.read(file(header, new byte[4]));
    assertThat(read.tensors().get("a").type()).hasToString("f32[0]");
    assertThat(read.tensors().get("b").type()).hasToString("f32[2,0,3]");
    assertThat(read.tensors().get("c").toFloats()).containsExactly(0);
    Path back = folder.resolve("back.safetensors");
    read.write(back);
    assertThat(Safetensors.read(back).tensors().get("b").shape().isEmpty()).isTrue();
    assertThatThrownBy(() -> new dev.ranvier.graph.Variable("w", read.tensors().get("a")))
        .hasMessage("variable 'w': f32[0] has no elements; every size must be at least 1");
  }

  @Test
  void refusesFilesThatAreCutOff() throws IOException {
    Path file = folder.resolve("model.safetensors");
    new Safetensors(Map.of("w", Tensor.of(Shape.of(2), 1, 2))).write(file);
    byte[] whole = Files.readAllBytes(file);
    refuses(
        Files.write(file, Arrays.copyOf(whole, whole.length - 3)),
        ": its header describes 8 bytes of data, the file has 5; is it cut off?");
    refuses(
        Files.write(file, Arrays.copyOf(whole, 20)),
        ": is cut off or no safetensors file; it has 20 bytes, its header would have 56");
    refuses(
        Files.write(file, new byte[3]),
        ": is cut off or no safetensors file; it has 3 bytes, its header would have 0");
    refuses(folder.resolve("missing"), ": there is no such file");
  }

  @Test
  void refusesOffsetsThatDoNotFit() throws IOException {
    String a = "\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}";
    refuses(
        file("{" + a + "," + tensor("b", "[1]", "[4,8]") + "}", new byte[8]),
        ": tensor 'b': begins at byte 4 of the data, but the tensor before it ends at 8");
    refuses(
        file("{" + a + "," + tensor("b", "[1]", "[12,16]") + "}", new byte[16]),
        ": tensor 'b': begins at byte 12 of the data, but the tensor before it ends at 8");
    refuses(
        file("{" + tensor("b", "[3]", "[0,8]") + "}", new byte[8]),
        ": tensor 'b': F32[3] needs 12 bytes, its data_offsets [0, 8] span 8");
    refuses(
        file("{" + tensor("b", "[3]", "[8,0]") + "}", new byte[8]),
        ": tensor 'b': data_offsets must be [begin, end], got [8, 0]");
    refuses(
        file("{" + a + "}", new byte[9]),
        ": its header describes 8 bytes of data, the file has 9; is it cut off?");
  }

  @Test
  void refusesHeadersThatAreNotTheFormats() throws IOException {
    refuses(
        file("{\"w\":{\"dtype\":\"F4\",\"shape\":[2],\"data_offsets\":[0,1]}}", new byte[1]),
        ": tensor 'w': holds elements of type F4, expected one of [F64, F32, I32, BF16, U8, F16,"
            + " F8_E4M3, F8_E5M2, I64, U64, U32, I16, U16, I8, BOOL]");
    refuses(
        file("{\"w\":{\"dtype\":\"F32\",\"shape\":[1]}}", new byte[4]),
        ": tensor 'w': must be a JSON object with the keys [data_offsets, dtype, shape], got"
            + " {dtype=F32, shape=[1]}");
    refuses(
        file("{" + tensor("w", "[\"1\"]", "[0,4]") + "}", new byte[4]),
        ": tensor 'w': shape must be a list of whole numbers, got [1]");
    refuses(
        file("{" + tensor("w", "[-1]", "[0,0]") + "}", new byte[0]),
        ": tensor 'w': has the shape [-1], but every size must be 0 to 2147483647");
    refuses(
        file("{\"__metadata__\":{\"n\":1}}", new byte[0]),
        ": __metadata__: 'n' must be a text, got 1");
    refuses(
        file("{\"w\":", new byte[0]),
        ": header is not valid: at character 5, expected an object, an array, a string or a whole"
            + " number, got the end");
    refuses(
        file("{\"w\":1,\"w\":2}", new byte[0]),
        ": header is not valid: at character 7, expected another key than \"w\", which is there"
            + " already, got '\"w\":2}'");
    refuses(
        file("\u0000", new byte[0]),
        ": header is not valid: at character 0, expected an object,"
            + " an array, a string or a whole number, got '\uFFFD'");
    assertThatThrownBy(() -> new Safetensors(Map.of("__metadata__", Tensor.scalar(1))))
        .hasMessage("safetensors: no tensor may be named __metadata__; choose another name");
  }

  @Test
  void refusesTextThatIsNotUtf8() throws IOException {
    byte[] bytes = {2, 0, 0, 0, 0, 0, 0, 0, '{', (byte) 0xFF};
    refuses(Files.write(folder.resolve("bytes"), bytes), ": header is not UTF-8");
  }

  private static void refuses(Path file, String problem) {
    assertThatThrownBy(() -> Safetensors.read(file))
        .isInstanceOf(IOException.class)
        .hasMessage(file + problem);
  }

  private static String tensor(String name, String shape, String offsets) {
    return "\""
        + name
        + "\":{\"dtype\":\"F32\",\"shape\":"
        + shape
        + ",\"data_offsets\":"
        + offsets
        + "}";
  }

  private Path file(String header, byte[] data) throws IOException {
    byte[] text = header.getBytes(StandardCharsets.UTF_8);
    ByteBuffer bytes = ByteBuffer.allocate(8 + text.length + data.length);
    bytes.order(ByteOrder.LITTLE_ENDIAN).putLong(text.length).put(text).put(data);
    return Files.write(folder.resolve("made.safetensors"), bytes.array());
  }
}
