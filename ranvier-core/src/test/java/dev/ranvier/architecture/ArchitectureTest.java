package dev.ranvier.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import org.junit.jupiter.api.Test;

final class ArchitectureTest {

  private static final String ROOT = "dev.ranvier";
  private static final JavaClasses MAIN =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages(ROOT);

  /** Classes that break each rule, to show that the rules can fail. */
  private static final String BROKEN_ROOT = "dev.ranvier.architecture.broken";

  private static final JavaClasses BROKEN = new ClassFileImporter().importPackages(BROKEN_ROOT);

  @Test
  void packagesImportOnlyWhatTheTableAllows() {
    assertHolds(ArchitectureRules.packageTable(ROOT));
    assertBroken(
        ArchitectureRules.packageTable(BROKEN_ROOT),
        "optim may import",
        "not nn: Field <dev.ranvier.architecture.broken.optim.Momentum.layer>",
        "kernel.vector may import",
        "not kernel.metal:",
        "package 'novel' has no row in PackageTable");
  }

  @Test
  void packagesFormNoCycle() {
    assertHolds(ArchitectureRules.noCycles(ROOT));
    assertBroken(ArchitectureRules.noCycles(BROKEN_ROOT), "Slice nn", "Slice optim");
  }

  @Test
  void noPackageIsACatchAll() {
    assertHolds(ArchitectureRules.noCatchAllPackages(ROOT));
    assertBroken(ArchitectureRules.noCatchAllPackages(BROKEN_ROOT), "broken.util.Strings");
  }

  @Test
  void onlyVectorKernelsUseTheVectorApi() {
    assertHolds(ArchitectureRules.vectorApiOnlyInItsKernels(ROOT));
    assertBroken(ArchitectureRules.vectorApiOnlyInItsKernels(BROKEN_ROOT), "broken.nn.Dense");
  }

  @Test
  void noClassCanBeExtended() {
    assertHolds(ArchitectureRules.nothingToOverride());
    assertBroken(ArchitectureRules.nothingToOverride(), "broken.nn.Dense> is not a record");
  }

  private static void assertHolds(ArchRule rule) {
    assertThat(rule.evaluate(MAIN).getFailureReport().getDetails()).isEmpty();
  }

  private static void assertBroken(ArchRule rule, String... findings) {
    assertThatThrownBy(() -> rule.check(BROKEN))
        .isInstanceOf(AssertionError.class)
        .hasMessageContainingAll(findings);
  }
}
