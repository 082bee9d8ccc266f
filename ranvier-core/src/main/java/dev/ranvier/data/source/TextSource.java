package dev.ranvier.data.source;

import dev.ranvier.data.DataException;
import dev.ranvier.data.Examples;
import dev.ranvier.data.Source;
import dev.ranvier.tensor.TensorType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * The text file of a folder, cut into windows of characters.
 *
 * <p>The first nine tenths of the text are for training, in windows that overlap by half; the last
 * tenth is held out, in windows side by side. Characters are numbered in the order of their codes.
 * The file is UTF-8; a byte order mark at its start is no character.
 *
 * @param window how many characters an example has
 */
public record TextSource(int window) implements Source {
  private static final String ENDING = ".txt";
  private static final String BYTE_ORDER_MARK = "\ufeff";
  private static final double TRAINING_PART = 0.9;

  /** What leaves room for four bytes a character in arrays. */
  private static final long LONGEST = 1 << 29;

  /** Windows of 128 characters. */
  public TextSource() {
    this(128);
  }

  /** Checks the window. */
  public TextSource {
    if (window < 2) {
      throw new IllegalArgumentException("text: window must be at least 2, got " + window);
    }
  }

  /** The same source with windows of so many characters. */
  public TextSource withWindow(int other) {
    return new TextSource(other);
  }

  @Override
  public boolean readsFiles() {
    return true;
  }

  @Override
  public TensorType inputType(Path folder) {
    return TensorType.i32(window);
  }

  @Override
  public Examples load(Path folder) {
    int[] codes = read(file(folder)).codePoints().toArray();
    int[] known = Arrays.stream(codes).distinct().sorted().toArray();
    for (int i = 0; i < codes.length; i++) {
      codes[i] = Arrays.binarySearch(known, codes[i]);
    }
    List<String> characters = Arrays.stream(known).mapToObj(Character::toString).toList();
    int end = (int) (codes.length * TRAINING_PART);
    return new Examples(
        new TextDataset(Arrays.copyOf(codes, end), characters, window, window / 2),
        new TextDataset(Arrays.copyOfRange(codes, end, codes.length), characters, window, window));
  }

  private static Path file(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw new DataException(
          "text: '" + folder + "' is not a folder, expected one with a file '*.txt'");
    }
    try (Stream<Path> files = Files.list(folder)) {
      List<Path> texts =
          files.filter(path -> path.getFileName().toString().endsWith(ENDING)).sorted().toList();
      if (texts.size() != 1) {
        throw new DataException(
            "text: folder '"
                + folder
                + "' must hold one file '*.txt', found "
                + texts.size()
                + "; give the text a folder of its own");
      }
      return texts.getFirst();
    } catch (IOException e) {
      throw new DataException("text: folder '" + folder + "' cannot be read: " + e.getMessage());
    }
  }

  private static String read(Path file) {
    byte[] bytes;
    try {
      if (Files.size(file) > LONGEST) {
        throw new DataException(
            "text: '"
                + file
                + "' has "
                + Files.size(file)
                + " bytes, at most "
                + LONGEST
                + " are read; split it");
      }
      bytes = Files.readAllBytes(file);
    } catch (IOException e) {
      throw new DataException("text: '" + file + "' cannot be read (" + e + ")", e);
    }
    ByteBuffer rest = ByteBuffer.wrap(bytes);
    CharBuffer text = CharBuffer.allocate(bytes.length);
    // A new decoder reports what is no UTF-8, and stops before it.
    if (StandardCharsets.UTF_8.newDecoder().decode(rest, text, true).isError()) {
      throw new DataException(
          String.format(
              "text: '%s' is not UTF-8: byte 0x%02x at offset %d begins no character; convert it,"
                  + " for instance with iconv -f latin1 -t utf-8",
              file, bytes[rest.position()], rest.position()));
    }
    String read = text.flip().toString();
    return read.startsWith(BYTE_ORDER_MARK) ? read.substring(1) : read;
  }
}
