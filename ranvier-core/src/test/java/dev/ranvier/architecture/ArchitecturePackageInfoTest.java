package dev.ranvier.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Every {@code package-info} says in its first sentence what the package holds, and with "Imports"
 * or "May import" what {@link PackageTable} says. A package below an area may leave that out; if it
 * does not, it names all that it imports.
 */
final class ArchitecturePackageInfoTest {
  private static final Path SOURCES = Path.of("src", "main", "java", "dev", "ranvier");
  private static final String ROOT = "dev.ranvier.";

  private static final Pattern JAVADOC = Pattern.compile("(?s)/\\*\\*(.*?)\\*/");
  private static final Pattern FIRST_SENTENCE =
      Pattern.compile("^(?!Imports|May import).{10,}?[.](\\s|$)");
  private static final Pattern IMPORTS =
      Pattern.compile("\\b(?:Imports|May import)\\b:?(.*?)[.;](?:\\s|$)");
  private static final Pattern NAME = Pattern.compile("\\b[a-z]+(?:\\.[a-z]\\w*)*");

  private static final JavaClasses MAIN =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.ranvier");

  @Test
  void packagesSayWhatTheyHoldAndImport() throws IOException {
    List<String> problems = new ArrayList<>();
    try (Stream<Path> files = Files.walk(SOURCES)) {
      for (Path file : files.filter(each -> each.endsWith("package-info.java")).toList()) {
        String name = SOURCES.relativize(file.getParent()).toString().replace('/', '.');
        problems.addAll(problems(name, Files.readString(file)));
      }
    }
    assertThat(problems).isEmpty();
  }

  @Test
  void problemsAreFound() {
    assertThat(problems("op", "package dev.ranvier.op;"))
        .containsExactly("op: no first sentence", "op: does not say what it imports");
    assertThat(problems("op", "/** The ops, one file each. <p>Imports {@code graph} only. */"))
        .containsExactly("op: imports [graph], PackageTable has [graph, tensor]");
    assertThat(problems("op.scalar", "/** Scalar expressions. May import: tensor, plan. */"))
        .containsExactly("op.scalar: imports plan, which PackageTable does not allow op");
    assertThat(problems("op.scalar", "/** Scalar expressions. Imports nothing. */"))
        .containsExactly("op.scalar: does not say that it imports tensor");
  }

  private static List<String> problems(String name, String source) {
    String text = text(source);
    List<String> problems = new ArrayList<>();
    if (!FIRST_SENTENCE.matcher(text).find()) {
      problems.add(name + ": no first sentence");
    }
    String area = PackageTable.area(name);
    Set<String> allowed = new TreeSet<>(PackageTable.mayImport(area));
    Matcher imports = IMPORTS.matcher(text);
    if (!imports.find()) {
      if (area.equals(name)) {
        problems.add(name + ": does not say what it imports");
      }
      return problems;
    }
    Set<String> stated = stated(imports.group(1));
    if (area.equals(name)) {
      if (!stated.equals(allowed)) {
        problems.add("%s: imports %s, PackageTable has %s".formatted(name, stated, allowed));
      }
      return problems;
    }
    for (String each : stated) {
      String other = PackageTable.area(each);
      if (!other.equals(area) && !allowed.contains(other) && !allowed.contains("*")) {
        problems.add(
            "%s: imports %s, which PackageTable does not allow %s".formatted(name, each, area));
      }
    }
    for (String each : imported(name)) {
      if (!covers(stated, each)) {
        problems.add("%s: does not say that it imports %s".formatted(name, each));
      }
    }
    return problems;
  }

  /** The Javadoc without its marks. */
  private static String text(String source) {
    Matcher javadoc = JAVADOC.matcher(source);
    return javadoc.find()
        ? javadoc
            .group(1)
            .replaceAll("\\n\\s*\\*", " ")
            .replaceAll("<p>", " ")
            .replaceAll("\\s+", " ")
            .replaceAll("\\{@\\w+ ([^}]*)}", "$1")
            .strip()
        : "";
  }

  private static Set<String> stated(String sentence) {
    if (sentence.contains("everything")) {
      return Set.of("*");
    }
    Set<String> packages = MAIN.stream().map(JavaClass::getPackageName).collect(Collectors.toSet());
    return NAME.matcher(sentence)
        .results()
        .map(MatchResult::group)
        .filter(each -> packages.contains(ROOT + each))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** The packages of Ranvier's that a package depends on. */
  private static Set<String> imported(String name) {
    return MAIN.stream()
        .filter(type -> type.getPackageName().equals(ROOT + name))
        .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
        .map(each -> each.getTargetClass().getBaseComponentType().getPackageName())
        .filter(each -> each.startsWith(ROOT) && !each.equals(ROOT + name))
        .map(each -> each.substring(ROOT.length()))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static boolean covers(Set<String> stated, String name) {
    return stated.contains("*")
        || stated.stream().anyMatch(each -> name.equals(each) || name.startsWith(each + "."));
  }
}
