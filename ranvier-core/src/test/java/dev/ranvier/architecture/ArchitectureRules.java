package dev.ranvier.architecture;

import static com.tngtech.archunit.core.domain.JavaModifier.FINAL;
import static com.tngtech.archunit.core.domain.JavaModifier.SYNTHETIC;
import static com.tngtech.archunit.lang.conditions.ArchConditions.be;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;

/**
 * The architecture as rules over the classes below one root package. They hold for packages that do
 * not exist, and cover new classes and packages as they come.
 */
final class ArchitectureRules {

  private ArchitectureRules() {}

  static ArchRule packageTable(String root) {
    return classes().should(new PackageTable(root).obeyed()).allowEmptyShould(true);
  }

  static ArchRule noCycles(String root) {
    return slices().matching(root + ".(**)").should().beFreeOfCycles().allowEmptyShould(true);
  }

  /** A package is named for what it holds. */
  static ArchRule noCatchAllPackages(String root) {
    return noClasses()
        .should()
        .resideInAnyPackage(
            root + "..util..", root + "..utils..", root + "..common..", root + "..misc..")
        .allowEmptyShould(true);
  }

  /** Elsewhere the module is optional, and a class that names it could not be loaded. */
  static ArchRule vectorApiOnlyInItsKernels(String root) {
    return noClasses()
        .that()
        .resideOutsideOfPackage(root + ".kernel.vector..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("jdk.incubator.vector..")
        .allowEmptyShould(true);
  }

  static ArchRule nothingToOverride() {
    return classes().should(be(closed())).allowEmptyShould(true);
  }

  private static DescribedPredicate<JavaClass> closed() {
    return DescribedPredicate.describe(
        "a record, an enum, an interface, an annotation or a final class",
        type ->
            type.isRecord()
                || type.isEnum()
                || type.isInterface()
                || type.getModifiers().contains(FINAL)
                || type.isAnonymousClass()
                || type.getModifiers().contains(SYNTHETIC));
  }
}
