package dev.ranvier.architecture;

import static java.util.Map.entry;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which package may import which.
 *
 * <p>An <i>area</i> is a package directly below the root with everything in it, except that each
 * package below {@code kernel} is an area of its own. Areas may be absent; an area that is not in
 * the table is a violation.
 *
 * @param root the root package
 */
record PackageTable(String root) {

  private static final String EVERYTHING = "*";

  /** The row of every area {@code kernel.<name>}, so that a new backend needs no new row. */
  private static final String ANY_KERNEL = "kernel.*";

  private static final Map<String, Set<String>> MAY_IMPORT =
      Map.ofEntries(
          entry("tensor", Set.of()),
          entry("graph", Set.of("tensor")),
          entry("op", Set.of("graph", "tensor")),
          entry("autodiff", Set.of("op", "graph", "tensor")),
          entry("plan", Set.of("op", "graph", "tensor")),
          entry("exec", Set.of("plan", "op", "graph", "tensor")),
          entry(ANY_KERNEL, Set.of("exec", "op", "graph", "tensor")),
          entry("kernel.onednn", Set.of("kernel.vector", "exec", "op", "graph", "tensor")),
          entry(
              "kernel", Set.of("kernel.vector", "kernel.onednn", "exec", "op", "graph", "tensor")),
          entry("setting", Set.of()),
          entry("nn", Set.of("setting", "op", "graph", "tensor")),
          entry("optim", Set.of("setting", "op", "graph", "tensor")),
          entry("minimize", Set.of("setting", "exec", "autodiff", "op", "graph", "tensor")),
          entry("data", Set.of("setting", "tensor")),
          entry("checkpoint", Set.of("tensor")),
          entry("infer", Set.of("nn", "data", "exec", "op", "graph", "tensor")),
          entry("train", Set.of(EVERYTHING)),
          entry(
              "catalog",
              Set.of(
                  "train",
                  "infer",
                  "zoo",
                  "nn",
                  "optim",
                  "minimize",
                  "data",
                  "exec",
                  "op",
                  "graph",
                  "tensor")),
          entry("zoo", Set.of("nn", "graph", "tensor")));

  /** What each area may import; {@code *} stands for everything. */
  static Map<String, Set<String>> rows() {
    return MAY_IMPORT;
  }

  /** Holds for a class whose direct dependencies inside the root package obey the table. */
  ArchCondition<JavaClass> obeyed() {
    return new Obeyed(this);
  }

  private boolean contains(JavaClass type) {
    return type.getPackageName().equals(root) || type.getPackageName().startsWith(root + ".");
  }

  private String area(JavaClass type) {
    String name = type.getPackageName();
    return name.equals(root) ? "" : area(name.substring(root.length() + 1));
  }

  /** The area of a package, named from the root. */
  static String area(String name) {
    String[] parts = name.split("\\.");
    return parts[0].equals("kernel") && parts.length > 1 ? "kernel." + parts[1] : parts[0];
  }

  /** What an area may import, or null for one that has no row. */
  static Set<String> mayImport(String area) {
    boolean hasOwnRow = MAY_IMPORT.containsKey(area) || !area.startsWith("kernel.");
    return MAY_IMPORT.get(hasOwnRow ? area : ANY_KERNEL);
  }

  // ArchCondition is meant to be extended: it has no interface to implement instead.
  private static final class Obeyed extends ArchCondition<JavaClass> {

    private final PackageTable table;

    Obeyed(PackageTable table) {
      super("import only what the package table allows");
      this.table = table;
    }

    @Override
    public void check(JavaClass type, ConditionEvents events) {
      String from = table.area(type);
      Set<String> allowed = mayImport(from);
      if (allowed == null) {
        String message =
            "%s: package '%s' has no row in PackageTable; add one, with the design's reason"
                .formatted(type.getName(), from);
        events.add(SimpleConditionEvent.violated(type, message));
        return;
      }
      for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
        JavaClass target = dependency.getTargetClass().getBaseComponentType();
        if (!table.contains(target)) {
          continue;
        }
        String to = table.area(target);
        if (!to.equals(from) && !allowed.contains(to) && !allowed.contains(EVERYTHING)) {
          String message =
              "%s may import %s, not %s: %s"
                  .formatted(from, new TreeSet<>(allowed), to, dependency.getDescription());
          events.add(SimpleConditionEvent.violated(dependency, message));
        }
      }
    }
  }
}
