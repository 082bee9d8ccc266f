package dev.ranvier.tensor;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;

/**
 * {@link Safetensors} laid out as a file.
 *
 * @param header all before the data
 * @param data the tensors' elements, in their order in the file
 */
record SafetensorsWriter(byte[] header, List<MemorySegment> data) {
  private static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  static SafetensorsWriter of(Safetensors content) {
    // The format allows no gaps; wide elements first keeps every tensor aligned to its elements.
    List<String> layout =
        content.tensors().keySet().stream()
            .sorted(Comparator.comparing(name -> -content.tensors().get(name).dtype().bytes()))
            .toList();
    return new SafetensorsWriter(
        header(content, offsets(content, layout)),
        layout.stream().map(name -> content.tensors().get(name).memory()).toList());
  }

  void write(Path path) throws IOException {
    AtomicFile.write(
        path,
        channel -> {
          AtomicFile.append(channel, header);
          for (MemorySegment elements : data) {
            AtomicFile.append(channel, elements);
          }
        });
  }

  private static Map<String, Long> offsets(Safetensors content, List<String> layout) {
    Map<String, Long> offsets = new HashMap<>();
    long offset = 0;
    for (String name : layout) {
      offsets.put(name, offset);
      offset += content.tensors().get(name).type().bytes();
    }
    return offsets;
  }

  private static byte[] header(Safetensors content, Map<String, Long> offsets) {
    StringJoiner entries = new StringJoiner(",", "{", "}");
    if (!content.metadata().isEmpty()) {
      StringJoiner texts = new StringJoiner(",", "{", "}");
      content
          .metadata()
          .forEach((name, text) -> texts.add(Json.quote(name) + ":" + Json.quote(text)));
      entries.add(Json.quote(Safetensors.METADATA) + ":" + texts);
    }
    content
        .tensors()
        .forEach((name, tensor) -> entries.add(entry(name, tensor, offsets.get(name))));
    byte[] text = entries.toString().getBytes(StandardCharsets.UTF_8);
    int size = Math.ceilDiv(8 + text.length, NativeMemory.ALIGNMENT) * NativeMemory.ALIGNMENT;
    byte[] header = new byte[size];
    Arrays.fill(header, (byte) ' ');
    MemorySegment.ofArray(header).set(LONG, 0, size - 8);
    System.arraycopy(text, 0, header, 8, text.length);
    return header;
  }

  private static String entry(String name, Tensor tensor, long begin) {
    return String.format(
        Locale.ROOT,
        "%s:{\"dtype\":\"%s\",\"shape\":%s,\"data_offsets\":[%d,%d]}",
        Json.quote(name),
        StoredType.of(tensor.dtype()).safetensors(),
        tensor.shape(),
        begin,
        begin + tensor.type().bytes());
  }
}
