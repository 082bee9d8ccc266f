package dev.ranvier.tensor;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads {@link Safetensors}, refusing whatever the format forbids. */
final class SafetensorsReader {
  private static final long LONGEST_HEADER = 100_000_000;
  private static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private record Entry(String label, StoredType type, Shape shape, long begin, long end) {}

  private SafetensorsReader() {}

  /** The beginning of a file: eight bytes that say how long the header is, and the header. */
  static byte[] beginning(FileBytes file) throws IOException {
    byte[] size = file.next((int) Math.min(Long.BYTES, file.size()));
    if (size.length < Long.BYTES) {
      return size;
    }
    long stated = MemorySegment.ofArray(size).get(LONG, 0);
    long length = Math.clamp(stated, 0, Math.min(LONGEST_HEADER, file.remaining()));
    byte[] beginning = Arrays.copyOf(size, Long.BYTES + (int) length);
    file.fill(MemorySegment.ofArray(beginning).asSlice(Long.BYTES));
    return beginning;
  }

  /** The content of a file of which only the {@link #beginning} has been read. */
  static Safetensors read(String label, byte[] beginning, FileBytes file) throws IOException {
    long length = beginning.length < 8 ? 0 : MemorySegment.ofArray(beginning).get(LONG, 0);
    if (beginning.length < 8 || length != beginning.length - 8) {
      throw new IOException(
          String.format(
              "%s: is cut off or no safetensors file; it has %d bytes, its header would have %d",
              label, file.size(), length));
    }
    Map<String, Object> header = header(label, ByteBuffer.wrap(beginning, 8, (int) length));
    Map<String, String> metadata = new LinkedHashMap<>();
    Map<String, Entry> entries = new LinkedHashMap<>();
    for (Map.Entry<String, Object> item : header.entrySet()) {
      if (item.getKey().equals(Safetensors.METADATA)) {
        metadata.putAll(metadata(label, item.getValue()));
      } else {
        String tensor = label + ": tensor '" + item.getKey() + "'";
        entries.put(item.getKey(), entry(tensor, item.getValue()));
      }
    }
    List<Entry> stored = new ArrayList<>(entries.values());
    requireTiling(label, stored, file.remaining());
    Map<Entry, Tensor> read = new HashMap<>();
    for (Entry entry : stored) { // as they follow one another in the file
      read.put(entry, tensor(entry, file));
    }
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    entries.forEach((name, entry) -> tensors.put(name, read.get(entry)));
    return new Safetensors(tensors, metadata);
  }

  private static Tensor tensor(Entry entry, FileBytes file) throws IOException {
    long size = entry.end() - entry.begin();
    if (StoredType.of(entry.type().dtype()) == entry.type()) { // no number changes
      Tensor tensor = Tensor.zeros(new TensorType(entry.type().dtype(), entry.shape()));
      file.fill(tensor.memory().asSlice(0, size));
      return tensor;
    }
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment stored = arena.allocate(Math.max(1, size)).asSlice(0, size);
      file.fill(stored);
      return entry.type().read(entry.label(), entry.shape(), stored);
    }
  }

  private static Map<String, Object> header(String file, ByteBuffer bytes) throws IOException {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
      return object(Json.parse(text), "the header", Set.of());
    } catch (CharacterCodingException e) {
      throw new IOException(file + ": header is not UTF-8", e);
    } catch (IOException e) {
      throw new IOException(file + ": header is not valid: " + e.getMessage(), e);
    }
  }

  private static Map<String, String> metadata(String file, Object value) throws IOException {
    Map<String, String> texts = new LinkedHashMap<>();
    String label = file + ": " + Safetensors.METADATA;
    for (Map.Entry<String, Object> entry : object(value, label, Set.of()).entrySet()) {
      if (!(entry.getValue() instanceof String text)) {
        throw new IOException(
            label + ": '" + entry.getKey() + "' must be a text, got " + entry.getValue());
      }
      texts.put(entry.getKey(), text);
    }
    return texts;
  }

  private static Entry entry(String label, Object value) throws IOException {
    Map<String, Object> object = object(value, label, Set.of("dtype", "shape", "data_offsets"));
    Object name = object.get("dtype");
    StoredType type =
        StoredType.ofSafetensors(String.valueOf(name))
            .orElseThrow(
                () ->
                    new IOException(
                        String.format(
                            "%s: holds elements of type %s, expected one of %s",
                            label, name, StoredType.safetensorsNames())));
    Shape shape = StoredType.shape(label, numbers(label, "shape", object.get("shape")));
    List<Long> offsets = numbers(label, "data_offsets", object.get("data_offsets"));
    if (offsets.size() != 2 || offsets.get(0) < 0 || offsets.get(1) < offsets.get(0)) {
      throw new IOException(label + ": data_offsets must be [begin, end], got " + offsets);
    }
    long expected = type.bytes(label, shape);
    if (offsets.get(1) - offsets.get(0) != expected) {
      throw new IOException(
          String.format(
              "%s: %s%s needs %d bytes, its data_offsets %s span %d",
              label, type, shape, expected, offsets, offsets.get(1) - offsets.get(0)));
    }
    return new Entry(label, type, shape, offsets.get(0), offsets.get(1));
  }

  /** The format demands that the tensors fill the data without overlap or gap. */
  private static void requireTiling(String file, List<Entry> entries, long size)
      throws IOException {
    entries.sort(Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::end));
    long end = 0;
    for (Entry entry : entries) {
      if (entry.begin() != end) {
        throw new IOException(
            String.format(
                "%s: begins at byte %d of the data, but the tensor before it ends at %d",
                entry.label(), entry.begin(), end));
      }
      end = entry.end();
    }
    if (end != size) {
      throw new IOException(
          String.format(
              "%s: its header describes %d bytes of data, the file has %d; is it cut off?",
              file, end, size));
    }
  }

  /** A JSON object; with keys given, one that has exactly these. */
  private static Map<String, Object> object(Object value, String label, Set<String> keys)
      throws IOException {
    if (!(value instanceof Map<?, ?> map) || !keys.isEmpty() && !map.keySet().equals(keys)) {
      String wanted = keys.isEmpty() ? "" : " with the keys " + keys.stream().sorted().toList();
      throw new IOException(label + ": must be a JSON object" + wanted + ", got " + value);
    }
    Map<String, Object> object = new LinkedHashMap<>();
    map.forEach((key, item) -> object.put((String) key, item));
    return object;
  }

  private static List<Long> numbers(String label, String key, Object value) throws IOException {
    List<Long> numbers = new ArrayList<>();
    if (value instanceof List<?> list) {
      list.stream().filter(Long.class::isInstance).forEach(item -> numbers.add((Long) item));
      if (numbers.size() == list.size()) {
        return numbers;
      }
    }
    throw new IOException(label + ": " + key + " must be a list of whole numbers, got " + value);
  }
}
