package dev.ranvier.data.source;

import dev.ranvier.data.DataException;
import dev.ranvier.data.Dataset;
import dev.ranvier.data.Labels;
import dev.ranvier.tensor.TensorType;
import java.util.List;

/**
 * Windows of a text, each with the characters that follow: what language models learn from.
 *
 * <p>The input is a window's characters, by index; the target is for each of them the one after it.
 */
public final class TextDataset implements Dataset {
  private final int[] text;
  private final List<String> characters;
  private final int window;
  private final int stride;

  /**
   * Windows of a text.
   *
   * @param text the text's characters, by index
   * @param characters the characters that there are
   * @param window how many characters make an input
   * @param stride how far the windows begin from each other
   * @throws DataException when the text is too short for a window, or a character is not known
   */
  public TextDataset(int[] text, List<String> characters, int window, int stride) {
    if (window < 1 || stride < 1) {
      throw new DataException(
          "text: window and stride must be at least 1, got " + window + " and " + stride);
    }
    if (text.length <= window) {
      throw new DataException(
          "text: a window of "
              + window
              + " characters and the one after it need more than the "
              + text.length
              + " there are; use a smaller window or a longer text");
    }
    Labels.requireInRange("text", text, characters.size());
    this.text = text;
    this.characters = List.copyOf(characters);
    this.window = window;
    this.stride = stride;
  }

  @Override
  public int size() {
    return (text.length - 1 - window) / stride + 1;
  }

  @Override
  public TensorType inputType() {
    return TensorType.i32(window);
  }

  @Override
  public TensorType targetType() {
    return TensorType.i32(window);
  }

  @Override
  public List<String> classNames() {
    return characters;
  }

  @Override
  public int tokenCount() {
    return characters.size();
  }

  @Override
  public void copyInput(int index, float[] destination, int offset) {
    copy(index * stride, destination, offset);
  }

  @Override
  public void copyTarget(int index, float[] destination, int offset) {
    copy(index * stride + 1, destination, offset);
  }

  private void copy(int from, float[] destination, int offset) {
    for (int i = 0; i < window; i++) {
      destination[offset + i] = text[from + i];
    }
  }
}
