package dev.ranvier.checkpoint;

import dev.ranvier.tensor.CheckedSafetensors;
import dev.ranvier.tensor.Safetensors;
import dev.ranvier.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Everything that training needs to go on as if it had never ended.
 *
 * <p>As a file it is safetensors with a checksum; the texts are its metadata. Tensors are not
 * copied: what a trainer gives holds its values until the next step, what was read from a file has
 * memory of its own.
 *
 * @param step how many training steps it comes after
 * @param texts what is not a tensor, by name
 * @param tensors weights, what the optimizer remembers and so on, by name
 */
public record Checkpoint(long step, Map<String, String> texts, Map<String, Tensor> tensors) {
  private static final String FORMAT = "ranvier-checkpoint";
  private static final String VERSION = "1";

  /** Copies the maps, keeping their order. */
  public Checkpoint {
    texts = Collections.unmodifiableMap(new LinkedHashMap<>(texts));
    tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
  }

  /** The same with tensors more, whose names get a prefix. */
  public Checkpoint with(String prefix, Map<String, Tensor> more) {
    Map<String, Tensor> all = new LinkedHashMap<>(tensors);
    more.forEach((name, tensor) -> all.put(prefix + name, tensor));
    return new Checkpoint(step, texts, all);
  }

  /** The tensors whose names begin with a prefix, named without it. */
  public Map<String, Tensor> tensors(String prefix) {
    Map<String, Tensor> part = new LinkedHashMap<>();
    tensors.forEach(
        (name, tensor) -> {
          if (name.startsWith(prefix)) {
            part.put(name.substring(prefix.length()), tensor);
          }
        });
    return part;
  }

  /** Creates or replaces a file, at once as a whole. */
  public void write(Path file) throws IOException {
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put("format", FORMAT);
    metadata.put("version", VERSION);
    metadata.put("step", Long.toString(step));
    metadata.putAll(texts);
    CheckedSafetensors.write(file, new Safetensors(tensors, metadata));
  }

  /**
   * The checkpoint in a file.
   *
   * @throws IOException naming the file, when it is damaged, no checkpoint, or of a newer version
   */
  public static Checkpoint read(Path file) throws IOException {
    Safetensors stored = CheckedSafetensors.read(file);
    Map<String, String> texts = new LinkedHashMap<>(stored.metadata());
    if (!FORMAT.equals(texts.remove("format"))) {
      throw new IOException(file + ": is no checkpoint: its 'format' should be '" + FORMAT + "'");
    }
    String version = texts.remove("version");
    if (!VERSION.equals(version)) {
      throw new IOException(
          file
              + ": has version "
              + version
              + ", this program reads version "
              + VERSION
              + "; use the program that wrote it");
    }
    return new Checkpoint(step(file, texts.remove("step")), texts, stored.tensors());
  }

  private static long step(Path file, String text) throws IOException {
    if (text == null || !text.matches("[0-9]{1,18}")) {
      throw new IOException(
          file
              + ": is damaged: its 'step' should be a whole number from 0 on, got "
              + text
              + "; go on from another checkpoint");
    }
    return Long.parseLong(text);
  }
}
