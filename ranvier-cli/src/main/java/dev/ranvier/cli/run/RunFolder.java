package dev.ranvier.cli.run;

import dev.ranvier.cli.experiment.ExperimentFile;
import dev.ranvier.tensor.AtomicFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The folder of a training run: {@code experiment.yaml}, {@code events.jsonl}, {@code model/},
 * {@code last/}, {@code checkpoints/} and {@code metrics.json}.
 *
 * <p>It is made under a hidden name beside its own before anything is loaded, so that a place that
 * cannot be written is found at once, and takes its name when training starts. {@link #discard}
 * takes away all that was made. A folder that is there already, empty, is used as it is, also
 * through a link. One process at a time writes to a run's folder.
 */
public final class RunFolder implements AutoCloseable {
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
  private RunLock lock;
  private Object identity;

  private RunFolder(Path path, Path hidden, List<Path> madeParents, boolean resumed) {
    this.path = path;
    this.hidden = hidden;
    this.madeParents = madeParents;
    this.resumed = resumed;
    this.published = hidden.equals(path);
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
    try {
      refuseUsed("--out", path);
      if (Files.exists(path) && !isEmptyFolder(path)) {
        throw new IllegalArgumentException(
            "--out: '" + path + "' exists and is not an empty folder; name a new one");
      }
      return Files.exists(path) || Files.isSymbolicLink(path)
          ? inPlace(path, experiment)
          : beside(path, experiment);
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "--out: cannot write to '"
              + path
              + "' ("
              + reason(e)
              + "); name a folder that can be written with --out",
          e);
    }
  }

  /** Uses an empty folder, or makes the one that a link leads to. */
  private static RunFolder inPlace(Path path, String experiment) throws IOException {
    List<Path> made = List.of();
    if (!Files.exists(path)) {
      Path target = path.toAbsolutePath().resolveSibling(Files.readSymbolicLink(path)).normalize();
      made = missing(target);
      Files.createDirectories(target);
    }
    return begun(new RunFolder(path, path, made, false), experiment);
  }

  /** Makes a folder under a hidden name. */
  private static RunFolder beside(Path path, String experiment) throws IOException {
    Path absolute = path.toAbsolutePath().normalize();
    Path hidden =
        absolute.resolveSibling(
            "." + absolute.getFileName() + "-" + ProcessHandle.current().pid() + ".tmp");
    RunFolder folder = new RunFolder(path, hidden, missing(absolute.getParent()), false);
    try {
      Files.createDirectories(hidden);
      removeAbandoned(absolute);
    } catch (IOException e) {
      folder.discard();
      throw e;
    }
    return begun(folder, experiment);
  }

  private static RunFolder begun(RunFolder folder, String experiment) throws IOException {
    try {
      folder.take("--out");
      AtomicFile.write(folder.hidden.resolve(EXPERIMENT), experiment);
      return folder;
    } catch (IOException e) {
      folder.discard();
      throw e;
    }
  }

  /** A folder and those above it that are not there. */
  private static List<Path> missing(Path folder) {
    return Stream.iterate(folder, Objects::nonNull, Path::getParent)
        .takeWhile(parent -> !Files.exists(parent))
        .toList();
  }

  private static void refuseUsed(String option, Path folder) throws IOException {
    Optional<Long> holder = RunLock.holderOf(folder);
    if (holder.isPresent()) {
      throw used(option, folder, holder.get());
    }
  }

  private static IllegalArgumentException used(String option, Path folder, long holder) {
    return new IllegalArgumentException(
        String.format(
            "%s: process %s is training in '%s'; wait until it has ended, or name another folder",
            option, holder == 0 ? "of another user" : Long.toString(holder), folder));
  }

  /** Keeps the folder for this process. */
  private void take(String option) throws IOException {
    Optional<RunLock> taken = RunLock.take(hidden);
    if (taken.isEmpty()) {
      throw used(option, path, RunLock.holderOf(hidden).orElse(0L));
    }
    lock = taken.get();
    identity = identity(hidden);
  }

  private static Object identity(Path folder) throws IOException {
    // Windows knows none, but lets nobody remove a folder with an open file.
    return Optional.ofNullable(Files.readAttributes(folder, BasicFileAttributes.class).fileKey());
  }

  /** Removes what processes left that were killed before their run had begun. */
  private static void removeAbandoned(Path absolute) throws IOException {
    Pattern name =
        Pattern.compile(
            "\\.%s-(\\d+)\\.tmp".formatted(Pattern.quote(absolute.getFileName().toString())));
    try (Stream<Path> siblings = Files.list(absolute.getParent())) {
      for (Path sibling : siblings.toList()) {
        Matcher abandoned = name.matcher(sibling.getFileName().toString());
        if (abandoned.matches()) {
          refuseUsed("--out", sibling);
          if (ProcessHandle.of(Long.parseLong(abandoned.group(1))).isEmpty()) {
            remove(sibling, false);
          }
        }
      }
    }
  }

  private static void remove(Path folder, boolean onlyInside) throws IOException {
    try (Stream<Path> files = Files.walk(onlyInside ? folder.toRealPath() : folder)) {
      List<Path> all = files.toList();
      for (Path file : all.subList(onlyInside ? 1 : 0, all.size()).reversed()) {
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
    try {
      folder.take("--resume");
      removeTemporary(path.toRealPath());
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

  private static void removeTemporary(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(RunFolder::isTemporary).toList()) {
        Files.delete(file);
      }
    }
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
      Files.move(hidden, path, StandardCopyOption.ATOMIC_MOVE);
      published = true;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot make '" + path + "' (" + e + ")", e);
    }
  }

  /**
   * Makes sure that the folder is still the one it was.
   *
   * @throws UncheckedIOException when somebody has removed or moved it
   */
  public void requireThere() {
    Path folder = published ? path : hidden;
    try {
      if (!identity(folder).equals(identity)) {
        throw new IOException("another folder has its name");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(
          "the run's folder '"
              + folder
              + "' was removed or moved while it trained; bring it back and go on with --resume, or"
              + " train anew",
          e);
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
    requireThere();
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
        remove(folder, hidden.equals(path));
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

  /** Lets other processes write to the folder. */
  @Override
  public void close() {
    try {
      if (lock != null) {
        lock.release(published ? path : hidden);
        lock = null;
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot unlock '" + path + "' (" + e + ")", e);
    }
  }

  private static String reason(IOException e) {
    return e instanceof FileSystemException failure && failure.getReason() != null
        ? failure.getReason().toLowerCase(Locale.ROOT)
        : e.getClass().getSimpleName() + ": " + e.getMessage();
  }

  private static boolean isEmptyFolder(Path path) {
    try (Stream<Path> files = Files.list(path)) {
      // A process that was killed as it began may have left its lock.
      return files.allMatch(
          file -> file.getFileName().toString().equals(RunLock.FILE) || isTemporary(file));
    } catch (IOException e) {
      return false; // no folder, or one that cannot be read
    }
  }
}
