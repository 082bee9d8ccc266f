package dev.ranvier.exec;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.Optional;
import java.util.stream.Stream;

/** Folders that nobody but the user who runs this program can write to. */
public final class PrivateFolder {
  private static final boolean POSIX =
      FileSystems.getDefault().supportedFileAttributeViews().contains("posix");

  /** Why a folder is not used. */
  public static final class RefusedException extends IOException {
    private static final long serialVersionUID = 1;

    private RefusedException(String message) {
      super(message);
    }
  }

  private PrivateFolder() {}

  /** What makes a new folder private; nothing on Windows, where a user's folders are. */
  public static FileAttribute<?>[] ownerOnly() {
    return POSIX
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
        }
        : new FileAttribute<?>[0];
  }

  /**
   * Makes sure that a folder is this user's or the system's, and that nobody else can write to it.
   *
   * @throws RefusedException naming its owner or mode and the remedy
   */
  public static void require(Path folder) throws IOException {
    Optional<String> problem = problem(folder);
    if (problem.isPresent()) {
      throw new RefusedException(problem.get());
    }
  }

  /** Why a file or folder cannot be trusted; empty when it can. */
  public static Optional<String> problem(Path path) throws IOException {
    return POSIX
        ? problem(path, Files.readAttributes(path, PosixFileAttributes.class), User.PRINCIPAL)
        : Optional.empty();
  }

  static Optional<String> problem(Path path, PosixFileAttributes attributes, UserPrincipal user) {
    UserPrincipal owner = attributes.owner();
    if (!owner.equals(user) && !owner.getName().equals("root")) {
      return Optional.of(
          String.format(
              "'%s' belongs to %s, expected %s, as whose this program runs; remove it, or have it"
                  + " given to %s",
              path, owner.getName(), user.getName(), user.getName()));
    }
    boolean writable =
        Stream.of(PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE)
            .anyMatch(attributes.permissions()::contains);
    return writable
        ? Optional.of(
            String.format(
                "'%s' can be written by others, its mode is %s; run: chmod go-w '%s'",
                path, PosixFilePermissions.toString(attributes.permissions()), path))
        : Optional.empty();
  }

  /** A private folder of this process, removed when it ends. */
  public static Path temporary() {
    return Temporary.FOLDER;
  }

  /** Made when first asked for. */
  private static final class Temporary {
    static final Path FOLDER = make();

    private static Path make() {
      try {
        Path folder = Files.createTempDirectory("ranvier-", ownerOnly());
        Runtime.getRuntime().addShutdownHook(new Thread(() -> remove(folder), "temporary folder"));
        return folder;
      } catch (IOException e) {
        throw new UncheckedIOException(
            "cannot make a temporary folder in '"
                + System.getProperty("java.io.tmpdir")
                + "' ("
                + e
                + "); choose another with -Djava.io.tmpdir=FOLDER",
            e);
      }
    }

    private static void remove(Path folder) {
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.toList().reversed()) {
          Files.deleteIfExists(file);
        }
      } catch (IOException e) {
        // The system clears its folder for temporary files some day.
      }
    }
  }

  /** Who this process runs as; the name that Java knows may be of nobody. */
  private static final class User {
    private static final Path PROCESS = Path.of("/proc/self");
    static final UserPrincipal PRINCIPAL = principal();

    private static UserPrincipal principal() {
      Path owned = Files.exists(PROCESS) ? PROCESS : temporary();
      try {
        return Files.getOwner(owned);
      } catch (IOException e) {
        throw new UncheckedIOException("cannot read the owner of '" + owned + "' (" + e + ")", e);
      }
    }
  }
}
