package dev.ranvier.cli.run;

import dev.ranvier.tensor.AtomicFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * The folder of a training run: {@code experiment.yaml}, {@code events.jsonl}, {@code model/},
 * {@code last/} and {@code metrics.json}.
 *
 * <p>It is made under a hidden name beside its own before anything is loaded, so that a place that
 * cannot be written is found at once, and takes its name when training starts. {@link #discard}
 * takes away all that was made.
 */
public final class RunFolder {
  /** The experiment, to be run again. */
  public static final String EXPERIMENT = "experiment.yaml";

  /** What happened, a JSON value a line. */
  public static final String EVENTS = "events.jsonl";

  /** The outcome in numbers. */
  public static final String METRICS = "metrics.json";

  /** The model to use. */
  public static final String MODEL = "model";

  /** The model as it was after the last epoch, where another was better. */
  public static final String LAST = "last";

  private final Path path;
  private final Path hidden;
  private final List<Path> madeParents;
  private boolean published;

  private RunFolder(Path path, Path hidden, List<Path> madeParents) {
    this.path = path;
    this.hidden = hidden;
    this.madeParents = madeParents;
  }

  /** The folder a run gets if none is named: {@code runs/<name>-<time>}. */
  public static Path unnamed(String name) {
    String time = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").format(LocalDateTime.now());
    Path path = Path.of("runs", name + "-" + time);
    for (int number = 2; Files.exists(path); number++) {
      path = Path.of("runs", name + "-" + time + "-" + number);
    }
    return path;
  }

  /**
   * Makes a run's folder, holding its experiment.
   *
   * @throws IllegalArgumentException when it exists and is not empty, or cannot be made
   */
  public static RunFolder create(Path path, String experiment) {
    if (Files.exists(path) && !isEmptyFolder(path)) {
      throw new IllegalArgumentException(
          "--out: '" + path + "' exists and is not an empty folder; name a new one");
    }
    Path absolute = path.toAbsolutePath().normalize();
    Path hidden =
        absolute.resolveSibling(
            "." + absolute.getFileName() + "-" + ProcessHandle.current().pid() + ".tmp");
    List<Path> missing =
        Stream.iterate(absolute.getParent(), parent -> parent != null, Path::getParent)
            .takeWhile(parent -> !Files.exists(parent))
            .toList();
    RunFolder folder = new RunFolder(path, hidden, missing);
    try {
      Files.createDirectories(hidden);
      AtomicFile.write(hidden.resolve(EXPERIMENT), experiment);
      return folder;
    } catch (IOException e) {
      folder.discard();
      throw new IllegalArgumentException(
          "--out: cannot write to '"
              + path
              + "' ("
              + reason(e)
              + "); name a folder that can be written with --out",
          e);
    }
  }

  /** Gives the folder its name; from now on {@link #path} is there. */
  public void publish() {
    try {
      Files.deleteIfExists(path); // an empty folder, see create
      Files.move(hidden, path, StandardCopyOption.ATOMIC_MOVE);
      published = true;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot make '" + path + "' (" + e + ")", e);
    }
  }

  /** The folder as it was named. */
  public Path path() {
    return path;
  }

  /** Whether there is anything that a person would miss. */
  public boolean hasModel() {
    return published && Files.isDirectory(path.resolve(MODEL));
  }

  /** Writes one of the folder's text files, at once as a whole. */
  public void write(String file, String text) {
    try {
      AtomicFile.write(path.resolve(file), text);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write '" + path.resolve(file) + "' (" + e + ")", e);
    }
  }

  /** Removes the folder, and those above it that were made for it. */
  public void discard() {
    Path folder = published ? path : hidden;
    try {
      if (Files.isDirectory(folder)) {
        try (Stream<Path> files = Files.walk(folder)) {
          for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
            Files.delete(file);
          }
        }
      }
      for (Path parent : madeParents) {
        if (Files.isDirectory(parent) && isEmptyFolder(parent)) {
          Files.delete(parent);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot remove '" + folder + "' (" + e + ")", e);
    }
  }

  private static String reason(IOException e) {
    return e instanceof FileSystemException failure && failure.getReason() != null
        ? failure.getReason().toLowerCase(Locale.ROOT)
        : e.getClass().getSimpleName() + ": " + e.getMessage();
  }

  private static boolean isEmptyFolder(Path path) {
    try (Stream<Path> files = Files.list(path)) {
      return files.findAny().isEmpty();
    } catch (IOException e) {
      return false; // no folder, or one that cannot be read
    }
  }
}
