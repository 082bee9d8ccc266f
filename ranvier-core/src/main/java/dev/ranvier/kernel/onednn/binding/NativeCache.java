package dev.ranvier.kernel.onednn.binding;

import dev.ranvier.exec.PrivateFolder;
import dev.ranvier.exec.UserCache;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLConnection;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The per-user folder that native libraries are unpacked to, once.
 *
 * <p>A library lies in {@code <folder>/native/<name>-<size>-<checksum>/}, so another version never
 * meets it. Size and checksum (CRC-32) are those of the content, from the archive's directory, so
 * the archive is not read when the file is there already; the file is, and replaced where it is not
 * that content. A checksum does not tell what somebody made on purpose: that is kept out by using
 * only folders and files that nobody else can write to. Files appear by renaming, so processes that
 * start together do not disturb one another.
 *
 * @param folder the cache folder; made when needed, readable by its owner only
 * @param replaceable whether a private temporary folder is used where this one cannot be
 */
public record NativeCache(Path folder, boolean replaceable) {
  private static final Logger LOG = LoggerFactory.getLogger(NativeCache.class);
  private static final int BUFFER = 1 << 18;

  /** A folder that no other will do for. */
  NativeCache(Path folder) {
    this(folder, false);
  }

  /** The folder this system keeps such files in, or the one {@code -Dranvier.cache} names. */
  static NativeCache ofUser() {
    return new NativeCache(UserCache.folder(), !UserCache.isChosen());
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
      for (Path each : List.of(folder, folder.resolve("native"), target)) {
        PrivateFolder.require(each);
      }
      for (URL library : libraries) {
        unpack(library, target.resolve(fileName(library)));
      }
      return target;
    } catch (IOException | UnsupportedOperationException | SecurityException failure) {
      if (replaceable && !folder.equals(PrivateFolder.temporary())) {
        LOG.warn(
            "cache: '{}' cannot be used ({}); native libraries are unpacked to a temporary folder at"
                + " each start",
            folder,
            reason(failure));
        return new NativeCache(PrivateFolder.temporary()).unpack(name, libraries);
      }
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
    if (Files.exists(target)) {
      LOG.warn("cache: '{}' is damaged; it is unpacked anew", target);
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
    return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
        && PrivateFolder.problem(file).isEmpty()
        && Files.size(file) == content.size()
        && checksum(Files.newInputStream(file)).equals(content.checksum());
  }

  private static String checksum(InputStream content) throws IOException {
    CRC32 sum = new CRC32();
    byte[] buffer = new byte[BUFFER];
    try (content) {
      for (int count = content.read(buffer); count >= 0; count = content.read(buffer)) {
        sum.update(buffer, 0, count);
      }
    }
    return Long.toHexString(sum.getValue());
  }

  private static void makeFolder(Path path) throws IOException {
    Files.createDirectories(path, PrivateFolder.ownerOnly());
  }

  private static String fileName(URL library) {
    String path = library.getPath();
    return path.substring(path.lastIndexOf('/') + 1);
  }

  private static String reason(Exception failure) {
    if (failure instanceof PrivateFolder.RefusedException) {
      return failure.getMessage();
    }
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
      String checksum = NativeCache.checksum(connection.getInputStream());
      return new Content(source, connection.getContentLengthLong(), checksum);
    }

    InputStream open() throws IOException {
      return source.openStream();
    }
  }
}
