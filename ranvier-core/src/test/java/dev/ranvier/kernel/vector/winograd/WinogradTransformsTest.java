package dev.ranvier.kernel.vector.winograd;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.attribute.CodeAttribute;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Loops of vectors are compiled each by itself. */
class WinogradTransformsTest {
  /**
   * HotSpot's {@code FreqInlineSize}: hot methods up to this length become part of their callers.
   */
  private static final int LONGEST_INLINED = 325;

  @Test
  void mapsAreTooLongToBeInlined() throws IOException {
    assertThat(inlined(WinogradTransforms.class)).containsExactly("<init>", "add", "clear");
  }

  @ParameterizedTest
  @ValueSource(strings = {"twelve", "six", "twelveTransposed", "sixTransposed"})
  void productsAreTooLongToBeInlined(String loop) throws IOException {
    assertThat(inlined(WinogradGemm.class)).doesNotContain(loop);
  }

  private static Set<String> inlined(Class<?> type) throws IOException {
    Set<String> names = new TreeSet<>();
    try (InputStream bytes = type.getResourceAsStream(type.getSimpleName() + ".class")) {
      ClassFile.of()
          .parse(bytes.readAllBytes())
          .methods()
          .forEach(
              method ->
                  method
                      .code()
                      .filter(code -> ((CodeAttribute) code).codeLength() <= LONGEST_INLINED)
                      .ifPresent(code -> names.add(method.methodName().stringValue())));
    }
    return names;
  }
}
