package dev.ranvier.cli.run;

import dev.ranvier.cli.experiment.ExperimentFile;
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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The folder of a training run: {@code experiment.yaml}, {@code events.jsonl}, {@code model/},
 * {@code last/}, {@code checkpoints/} and {@code metrics.json}.
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

  /** The models at the ends of a cyclic schedule's cycles. */
  public static final String SNAPSHOTS = "snapshots";

  /** The checkpoints that a run can go on from. */
  public static final String CHECKPOINTS = "checkpoints";

  private final Path path;
  private final Path hidden;
  private final List<Path> madeParents;
  private final boolean resumed;
  private boolean published;

  private RunFolder(Path path, Path hidden, List<Path> madeParents, boolean resumed) {
    this.path = path;
    this.hidden = hidden;
    this.madeParents = madeParents;
    this.resumed = resumed;
    this.published = resumed;
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
    RunFolder folder = new RunFolder(path, hidden, missing, false);
    try {
      Files.createDirectories(hidden);
      removeAbandoned(absolute);
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

  /** Removes what processes left that were killed before their run had begun. */
  private static void removeAbandoned(Path absolute) throws IOException {
    Pattern name =
        Pattern.compile(
            "\\.%s-(\\d+)\\.tmp".formatted(Pattern.quote(absolute.getFileName().toString())));
    try (Stream<Path> siblings = Files.list(absolute.getParent())) {
      for (Path sibling : siblings.toList()) {
        Matcher abandoned = name.matcher(sibling.getFileName().toString());
        if (abandoned.matches() && ProcessHandle.of(Long.parseLong(abandoned.group(1))).isEmpty()) {
          remove(sibling);
        }
      }
    }
  }

  private static void remove(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  /**
   * The experiment of the run in a folder.
   *
   * @throws IllegalArgumentException when there is none
   */
  public static ExperimentFile experiment(Path path) {
    Path file = path.resolve(EXPERIMENT);
    if (!Files.isRegularFile(file)) {
      throw new IllegalArgumentException(
          "--resume: '"
              + path
              + "' "
              + (Files.exists(path) ? "holds no " + EXPERIMENT : "does not exist")
              + "; name the folder of a run that has begun, or train anew with --out");
    }
    return ExperimentFile.read(file);
  }

  /**
   * Opens the folder of a run that is to go on; what a killed process left half written goes away,
   * and so does the outcome, which will be another.
   *
   * @param experiment the run's experiment from now on
   */
  public static RunFolder resume(Path path, String experiment) {
    RunFolder folder = new RunFolder(path, path, List.of(), true);
    try (Stream<Path> files = Files.walk(path)) {
      for (Path file : files.filter(RunFolder::isTemporary).toList()) {
        Files.delete(file);
      }
      Files.deleteIfExists(path.resolve(METRICS));
      if (!Files.readString(path.resolve(EXPERIMENT)).equals(experiment)) {
        AtomicFile.write(path.resolve(EXPERIMENT), experiment);
      }
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "--resume: cannot write to '" + path + "' (" + reason(e) + ")", e);
    }
    return folder;
  }

  private static boolean isTemporary(Path file) {
    return file.getFileName().toString().matches("\\..*\\.tmp");
  }

  /** Gives the folder its name; from now on {@link #path} is there. */
  public void publish() {
    if (published) {
      return;
    }
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

  /** Whether the run in it had begun before. */
  public boolean isResumed() {
    return resumed;
  }

  /** Whether there is anything that a person would miss. */
  public boolean isWorthKeeping() {
    return resumed
        || published
            && (Files.isDirectory(path.resolve(MODEL))
                || Files.isDirectory(path.resolve(CHECKPOINTS)));
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
        remove(folder);
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
