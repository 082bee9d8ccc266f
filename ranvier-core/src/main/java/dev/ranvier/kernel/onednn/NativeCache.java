package dev.ranvier.kernel.onednn;

import dev.ranvier.exec.UserCache;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLConnection;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.zip.ZipEntry;

/**
 * The per-user folder that native libraries are unpacked to, once.
 *
 * <p>A library lies in {@code <folder>/native/<name>-<size>-<checksum>/}, so another version never
 * meets it. Size and checksum come from the archive's directory: neither the archive nor the
 * unpacked file is read when the file is there already. A file of the wrong size (cut off, tampered
 * with) is replaced. Files appear by renaming, so processes that start together do not disturb one
 * another.
 *
 * @param folder the cache folder; made when needed, readable by its owner only
 */
record NativeCache(Path folder) {

  /** The folder this system keeps such files in, or the one {@code -Dranvier.cache} names. */
  static NativeCache ofUser() {
    return new NativeCache(UserCache.folder());
  }

  /**
   * Makes sure that the libraries lie together in one folder of the cache.
   *
   * @param name starts the folder's name, for example the platform
   * @param libraries the archive entries, the one that gives the folder its name last
   * @return the folder
   */
  Path unpack(String name, List<URL> libraries) {
    Path target = folder;
    try {
      Content main = Content.of(libraries.getLast());
      target = folder.resolve("native").resolve(name + "-" + main.size() + "-" + main.checksum());
      makeFolder(target);
      for (URL library : libraries) {
        unpack(library, target.resolve(fileName(library)));
      }
      return target;
    } catch (IOException | UnsupportedOperationException | SecurityException failure) {
      throw new NativeUnavailableException(
          "oneDNN: cannot unpack "
              + fileName(libraries.getLast())
              + " to '"
              + target
              + "' ("
              + reason(failure)
              + "); make the folder writable, choose another with -D"
              + UserCache.PROPERTY
              + "=FOLDER, or set RANVIER_NATIVE=off to do without",
          failure);
    }
  }

  private static void unpack(URL library, Path target) throws IOException {
    Content content = Content.of(library);
    if (isComplete(target, content)) {
      return;
    }
    Path temporary = Files.createTempFile(target.getParent(), target.getFileName() + "-", ".part");
    try {
      try (InputStream in = content.open()) {
        Files.copy(in, temporary, StandardCopyOption.REPLACE_EXISTING);
      }
      try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
        // Else a power failure may leave a file of the right size without its content.
        channel.force(true);
      }
      move(temporary, target, content);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  private static void move(Path temporary, Path target, Content content) throws IOException {
    try {
      Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException inUse) {
      // Windows refuses to replace a file that another process has loaded; then it is whole.
      if (!isComplete(target, content)) {
        throw inUse;
      }
    }
  }

  private static boolean isComplete(Path file, Content content) throws IOException {
    return Files.isRegularFile(file) && Files.size(file) == content.size();
  }

  private static void makeFolder(Path path) throws IOException {
    boolean posix = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
    FileAttribute<?>[] ownerOnly =
        posix
            ? new FileAttribute<?>[] {
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
            }
            : new FileAttribute<?>[0];
    Files.createDirectories(path, ownerOnly);
  }

  private static String fileName(URL library) {
    String path = library.getPath();
    return path.substring(path.lastIndexOf('/') + 1);
  }

  private static String reason(Exception failure) {
    String kind = failure.getClass().getSimpleName().replaceAll("Exception$", "");
    return failure.getMessage() == null ? kind : kind + ": " + failure.getMessage();
  }

  /** An archive entry or file, with what identifies it. */
  private record Content(URL source, long size, String checksum) {

    static Content of(URL source) throws IOException {
      URLConnection connection = source.openConnection();
      if (connection instanceof JarURLConnection jar) {
        ZipEntry entry = jar.getJarEntry();
        return new Content(source, entry.getSize(), Long.toHexString(entry.getCrc()));
      }
      // Asking a file for its length opens it.
      connection.getInputStream().close();
      long size = connection.getContentLengthLong();
      return new Content(source, size, Long.toHexString(connection.getLastModified()));
    }

    InputStream open() throws IOException {
      return source.openStream();
    }
  }
}
