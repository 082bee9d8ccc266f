package dev.ranvier.tensor;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Named tensors and texts about them, as a file in Hugging Face's safetensors format.
 *
 * <p>Read: {@code F64 F32 BF16 F16 F8_E5M2 F8_E4M3 I64 I32 I16 I8 U64 U32 U16 U8 BOOL}, of which
 * F16 and F8 become f32, and integers that tensors do not know, truth values among them, become i32
 * where all values fit; tensors may have no elements ({@link Shape#ofStored}). Written: every type
 * of tensor, the data aligned to 64 bytes. Reading is strict: whatever the format forbids
 * (overlaps, gaps, repeated names, data that are cut off) is an {@link IOException} that begins
 * with the file. Source: the format's description at github.com/huggingface/safetensors.
 *
 * @param tensors the tensors by name, in the header's order
 * @param metadata texts by name, for example what made the file
 */
public record Safetensors(Map<String, Tensor> tensors, Map<String, String> metadata) {
  /** The name that the format keeps for {@link #metadata}. */
  static final String METADATA = "__metadata__";

  /** Copies the maps, keeping their order. */
  public Safetensors {
    tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
    metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
    if (tensors.containsKey(METADATA)) {
      throw new IllegalArgumentException(
          "safetensors: no tensor may be named " + METADATA + "; choose another name");
    }
  }

  /** Tensors without metadata. */
  public Safetensors(Map<String, Tensor> tensors) {
    this(tensors, Map.of());
  }

  /**
   * The content of a file, in memory of its own; where it has a checksum ({@link
   * CheckedSafetensors}), that must be right.
   */
  public static Safetensors read(Path path) throws IOException {
    return CheckedSafetensors.read(path, false);
  }

  /** Creates or replaces a file, at once as a whole. */
  public void write(Path path) throws IOException {
    SafetensorsWriter.of(this).write(path);
  }
}
