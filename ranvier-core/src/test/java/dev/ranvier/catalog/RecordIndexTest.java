package dev.ranvier.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.ranvier.graph.Node;
import dev.ranvier.nn.Context;
import dev.ranvier.nn.Layer;
import dev.ranvier.nn.Task;
import dev.ranvier.nn.activation.Relu;
import dev.ranvier.optim.Adam;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RecordIndexTest {
  /** Found in another way than the index, from the compiled classes that the tests run with. */
  @Test
  void everyPublicRecordOfARoleIsInTheCatalogueOrAroundItsLayers() {
    List<Class<?>> roles =
        Arrays.stream(Kind.values()).<Class<?>>flatMap(kind -> kind.role().stream()).toList();
    Stream<Class<?>> found =
        new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("dev.ranvier")
                .stream()
                .filter(type -> type.isRecord() && type.isTopLevelClass())
                .filter(type -> type.getModifiers().contains(JavaModifier.PUBLIC))
                .filter(type -> roles.stream().anyMatch(type::isAssignableTo))
                .map(JavaClass::reflect);
    Stream<Class<?>> known =
        Arrays.stream(Kind.values())
            .flatMap(kind -> Catalog.standard().entries(kind).stream())
            .map(Entry::type);
    assertThat(Stream.concat(known, LayerKeys.RECORDS.stream()))
        .as("the index is written by the Maven build: run ./dev build")
        .containsExactlyInAnyOrderElementsOf(found.toList());
  }

  @Test
  void aMissingIndexIsAnErrorThatNamesTheRemedy() {
    assertThatIllegalStateException()
        .isThrownBy(() -> new RecordIndex("records-missing").records())
        .withMessage(
            "catalog: dev/ranvier/catalog/records-missing is missing, expected the names of all"
                + " layers, optimizers, ... of Ranvier; the Maven build writes it: build with ./dev"
                + " build, and keep the file when packing jars anew");
  }

  @Test
  void anEmptyIndexIsAnErrorThatNamesTheRemedy() {
    assertThatIllegalStateException()
        .isThrownBy(() -> new RecordIndex("records-empty").records())
        .withMessageStartingWith("catalog: dev/ranvier/catalog/records-empty is empty, expected");
  }

  @Test
  void aClassThatIsNotThereAnyMoreIsAnErrorThatNamesIt() {
    assertThatIllegalStateException()
        .isThrownBy(() -> new RecordIndex("records-of-the-past").records())
        .withMessage(
            "catalog: dev/ranvier/catalog/records-of-the-past lists dev.ranvier.nn.Gone, which is no"
                + " record that can be loaded (java.lang.ClassNotFoundException:"
                + " dev.ranvier.nn.Gone); if it was deleted or renamed, build with ./dev build");
  }

  @Test
  void theIndexerListsPublicRecordsOfTheirOwnFileThatHaveARole(@TempDir Path classes)
      throws IOException {
    // Relu is a layer by another interface; a task has no role, the rest is private or nested.
    for (Class<?> type :
        List.of(
            Relu.class, Adam.class, Task.class, Inner.class, Layer.class, RecordIndexer.class)) {
      copy(type, classes);
    }
    copy(dev.ranvier.nn.Activation.class, classes);
    copy(dev.ranvier.optim.Rule.class, classes);
    assertThat(RecordIndexer.names(classes))
        .containsExactly("dev.ranvier.nn.activation.Relu", "dev.ranvier.optim.Adam");
  }

  private static void copy(Class<?> type, Path folder) throws IOException {
    String name = type.getName().substring(type.getPackageName().length() + 1) + ".class";
    try (InputStream in = type.getResourceAsStream(name)) {
      Files.copy(in, folder.resolve(name));
    }
  }

  /** A layer inside another class. */
  public record Inner() implements Layer {
    @Override
    public Node apply(Node x, Context context) {
      return x;
    }
  }
}
