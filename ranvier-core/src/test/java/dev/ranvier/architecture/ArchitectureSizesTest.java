package dev.ranvier.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaConstructor;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Records have at most 6 components, methods and constructors at most 7 parameters. */
final class ArchitectureSizesTest {
  private static final int MAX_COMPONENTS = 6;
  private static final int MAX_PARAMETERS = 7;

  /** The operands of a GEMM by address, pitch and size, as BLAS takes them. */
  private static final Set<String> GEMM =
      Set.of(
          "Gemm.multiplyAdd",
          "ScalarGemm.multiplyAdd",
          "VectorGemm.multiplyAdd",
          "VectorGemm.tile",
          "WideMicroKernel.multiplyAdd",
          "ConvolutionKernel.multiply");

  /** Rows of images, windows and winners by address, pitch and size. */
  private static final Set<String> POOLING =
      Stream.of("Pooling", "ScalarPooling", "VectorPooling", "Bf16VectorPooling")
          .flatMap(type -> Stream.of(".max", ".spread", ".collect").map(type::concat))
          .collect(Collectors.toSet());

  /** A rectangle of a loop nest: what generated classes are called with. */
  private static final Set<String> LOOP =
      Set.of("Loop.run", "InterpretedLoop.run", "AdaptiveLoop.run", "AdaptiveLoop.warm");

  private static final JavaClasses MAIN =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.ranvier");

  private static final JavaClasses TEST =
      new ClassFileImporter().importClasses(Wide.class, Few.class);

  private record Wide(int a, int b, int c, int d, int e, int f, int g) {
    static final int H = 8;

    static void method(int a, int b, int c, int d, int e, int f, int g, int h) {}
  }

  private final class Few {
    Few(int a, int b, int c, int d, int e, int f, int g) {}
  }

  @Test
  void recordsHaveFewComponents() {
    assertThat(longRecords(MAIN)).isEmpty();
    assertThat(longRecords(TEST)).containsExactly("Wide");
  }

  /** Exceptions are inner loops' calls, which would allocate a record each time, or come apart. */
  @Test
  void methodsHaveFewParametersButForInnerLoops() {
    Set<String> exceptions = new TreeSet<>();
    exceptions.addAll(GEMM);
    exceptions.addAll(POOLING);
    exceptions.addAll(LOOP);
    assertThat(longParameterLists(MAIN)).isEqualTo(exceptions);
    assertThat(longParameterLists(TEST)).containsExactly("Wide.method");
  }

  private static Set<String> longRecords(JavaClasses types) {
    return types.stream()
        .filter(JavaClass::isRecord)
        .filter(
            type ->
                type.getFields().stream().filter(ArchitectureSizesTest::isComponent).count()
                    > MAX_COMPONENTS)
        .map(JavaClass::getSimpleName)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static boolean isComponent(JavaField field) {
    return !field.getModifiers().contains(JavaModifier.STATIC);
  }

  private static Set<String> longParameterLists(JavaClasses types) {
    return types.stream()
        .flatMap(type -> type.getCodeUnits().stream())
        .filter(unit -> !unit.getModifiers().contains(JavaModifier.SYNTHETIC))
        .filter(unit -> parameters(unit) > MAX_PARAMETERS)
        .map(unit -> unit.getOwner().getSimpleName() + "." + unit.getName())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /**
   * Those that are written: not the outer instance of an inner class, name and number of an enum.
   */
  private static int parameters(JavaCodeUnit unit) {
    int all = unit.getRawParameterTypes().size();
    if (!(unit instanceof JavaConstructor)) {
      return all;
    }
    JavaClass type = unit.getOwner();
    boolean inner = type.isInnerClass() && !type.getModifiers().contains(JavaModifier.STATIC);
    return all - (type.isEnum() ? 2 : inner ? 1 : 0);
  }
}
