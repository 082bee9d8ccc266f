package dev.ranvier.catalog;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.reflect.AccessFlag;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A step of the build: lists the records of the compiled classes that have a role, for {@link
 * RecordIndex}.
 *
 * <p>It reads the class files, all of them every time, so that the list is never older than they
 * are. Records that are not public, or lie inside other classes, serve Ranvier and are left out.
 */
final class RecordIndexer {
  private final Map<String, ClassModel> types;

  private RecordIndexer(Map<String, ClassModel> types) {
    this.types = types;
  }

  /** Writes the index into the folder of the compiled classes. */
  static void main(String[] arguments) throws IOException {
    Path classes = Path.of(arguments[0]);
    String folder = RecordIndexer.class.getPackageName().replace('.', '/');
    // Line ends as on every system, so that the same sources give the same bytes.
    String index = String.join("\n", names(classes));
    Files.writeString(classes.resolve(folder).resolve(RecordIndex.FILE), index);
  }

  /** The names of the public records of any role in a folder of compiled classes, in order. */
  static List<String> names(Path classes) throws IOException {
    try (Stream<Path> files = Files.walk(classes)) {
      return new RecordIndexer(
              files
                  .filter(file -> file.toString().endsWith(".class"))
                  .map(RecordIndexer::parse)
                  .collect(Collectors.toMap(RecordIndexer::name, Function.identity())))
          .names();
    }
  }

  private List<String> names() {
    Set<String> roles =
        Arrays.stream(Kind.values())
            .flatMap(kind -> kind.role().stream())
            .map(Class::getName)
            .collect(Collectors.toSet());
    return types.values().stream()
        .filter(RecordIndexer::isPublicRecord)
        .map(RecordIndexer::name)
        .filter(name -> interfaces(name).anyMatch(roles::contains))
        .sorted()
        .toList();
  }

  /** All interfaces of a class, those of its interfaces included. */
  private Stream<String> interfaces(String name) {
    return types.containsKey(name)
        ? types.get(name).interfaces().stream()
            .map(RecordIndexer::name)
            .flatMap(direct -> Stream.concat(Stream.of(direct), interfaces(direct)))
        : Stream.empty();
  }

  private static boolean isPublicRecord(ClassModel type) {
    return type.flags().has(AccessFlag.PUBLIC)
        && type.superclass().map(RecordIndexer::name).filter("java.lang.Record"::equals).isPresent()
        && name(type).indexOf('$') < 0;
  }

  private static String name(ClassModel type) {
    return name(type.thisClass());
  }

  private static String name(ClassEntry type) {
    return type.asInternalName().replace('/', '.');
  }

  private static ClassModel parse(Path file) {
    try {
      return ClassFile.of().parse(file);
    } catch (IOException e) {
      throw new UncheckedIOException("catalog: cannot read " + file, e);
    }
  }
}
