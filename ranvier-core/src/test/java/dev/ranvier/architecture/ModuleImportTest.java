package dev.ranvier.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.net.URI;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * {@code import module dev.ranvier.core;} is enough for a program: no simple name of a public class
 * is in two exported packages, nor in one of the packages of {@code java.base} that every compact
 * source file imports.
 */
final class ModuleImportTest {
  private static final Path CLASSES = Path.of("target", "classes");

  @Test
  void noSimpleNameIsInTwoExportedPackages() {
    assertThat(ambiguous(exported())).isEmpty();
  }

  @Test
  void noSimpleNameIsOneOfJavas() {
    Map<String, Set<String>> java = javaBase();
    assertThat(java).containsKeys("List", "Path", "Optional");
    assertThat(exported().keySet().stream().filter(java::containsKey)).isEmpty();
  }

  @Test
  void anAmbiguousNameIsFound() {
    Map<String, Set<String>> names = Map.of("Relu", Set.of("a", "b"), "Dense", Set.of("a"));
    assertThat(ambiguous(names)).containsExactly("Relu in [a, b]");
  }

  private static List<String> ambiguous(Map<String, Set<String>> names) {
    return names.entrySet().stream()
        .filter(each -> each.getValue().size() > 1)
        .map(each -> each.getKey() + " in " + new TreeSet<>(each.getValue()))
        .toList();
  }

  private static Map<String, Set<String>> exported() {
    ModuleReference module = ModuleFinder.of(CLASSES).find("dev.ranvier.core").orElseThrow();
    Set<String> packages =
        module.descriptor().exports().stream()
            .filter(exports -> !exports.isQualified())
            .map(ModuleDescriptor.Exports::source)
            .collect(Collectors.toSet());
    assertThat(packages).hasSizeGreaterThan(20);
    return publicClasses(CLASSES, packages);
  }

  private static Map<String, Set<String>> javaBase() {
    Set<String> packages =
        Object.class.getModule().getDescriptor().exports().stream()
            .filter(exports -> !exports.isQualified())
            .map(ModuleDescriptor.Exports::source)
            .collect(Collectors.toSet());
    return publicClasses(
        FileSystems.getFileSystem(URI.create("jrt:/")).getPath("modules", "java.base"), packages);
  }

  /** The public classes in some packages: packages by simple name. */
  private static Map<String, Set<String>> publicClasses(Path root, Set<String> packages) {
    Map<String, Set<String>> names = new TreeMap<>();
    for (String each : packages) {
      try (Stream<Path> files = Files.list(root.resolve(each.replace('.', '/')))) {
        for (Path file : files.toList()) {
          String name = file.getFileName().toString();
          if (name.endsWith(".class")
              && !name.contains("$")
              && !name.contains("-")
              && isPublic(each + "." + name.replace(".class", ""))) {
            names.computeIfAbsent(name.replace(".class", ""), key -> new TreeSet<>()).add(each);
          }
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return names;
  }

  private static boolean isPublic(String name) {
    try {
      Class<?> type = Class.forName(name, false, ModuleImportTest.class.getClassLoader());
      return java.lang.reflect.Modifier.isPublic(type.getModifiers());
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }
}
