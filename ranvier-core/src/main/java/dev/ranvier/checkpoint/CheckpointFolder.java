package dev.ranvier.checkpoint;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A folder of checkpoints, {@code step-0000000120.safetensors} and so on: the last few, and the
 * last that was the best.
 *
 * <p>At least two should be kept: where the newest turns out to be damaged, training goes on from
 * the one before.
 *
 * @param path the folder; made with the first checkpoint
 * @param keep how many of the last checkpoints stay, at least 1
 * @param keepBest whether the last one that was the best so far stays beside them
 */
public record CheckpointFolder(Path path, int keep, boolean keepBest) {
  private static final Pattern NAME = Pattern.compile("step-(\\d{10,19})(-best)?\\.safetensors");

  /** Keeps the last two. */
  public CheckpointFolder(Path path) {
    this(path, 2, false);
  }

  /** Checks the number. */
  public CheckpointFolder {
    if (keep < 1) {
      throw new IllegalArgumentException(
          "checkpoint: keep must be at least 1, got " + keep + "; 2 survive a damaged file");
    }
  }

  /** The same with another number of checkpoints that stay. */
  public CheckpointFolder withKeep(int other) {
    return new CheckpointFolder(path, other, keepBest);
  }

  /** The same, keeping the best or not. */
  public CheckpointFolder withKeepBest(boolean other) {
    return new CheckpointFolder(path, keep, other);
  }

  /**
   * A checkpoint that was found.
   *
   * @param checkpoint the newest that is whole
   * @param damaged what is wrong with each of the newer ones
   */
  public record Found(Checkpoint checkpoint, List<String> damaged) {
    /** Copies the list. */
    public Found {
      damaged = List.copyOf(damaged);
    }
  }

  private record Stored(Path file, long step, boolean best) {}

  /**
   * Writes a checkpoint, and then removes those that are no longer to be kept.
   *
   * @param best whether it is the best so far; where the best is kept, its name ends in {@code
   *     -best}
   * @throws UncheckedIOException when the folder cannot be written
   */
  public void save(Checkpoint checkpoint, boolean best) {
    String name =
        String.format(
            Locale.ROOT,
            "step-%010d%s.safetensors",
            checkpoint.step(),
            best && keepBest ? "-best" : "");
    try {
      Files.createDirectories(path);
      checkpoint.write(path.resolve(name));
      prune();
    } catch (IOException e) {
      throw new UncheckedIOException(
          "checkpoint: cannot write '" + path + "' (" + reason(e) + ")", e);
    }
  }

  /**
   * The newest checkpoint that is whole; empty when there has never been one.
   *
   * @throws IllegalArgumentException when there are some, and all are damaged
   */
  public Optional<Found> newest() {
    List<String> damaged = new ArrayList<>();
    for (Stored each : stored().reversed()) {
      try {
        return Optional.of(new Found(Checkpoint.read(each.file()), damaged));
      } catch (IOException e) {
        damaged.add(e.getMessage());
      }
    }
    if (damaged.isEmpty()) {
      return Optional.empty();
    }
    throw new IllegalArgumentException(
        "checkpoint: none in '"
            + path
            + "' can be used: "
            + String.join("; ", damaged)
            + "; train anew, in another folder");
  }

  /** Removes what is newer than a step: what training that goes on from there will write again. */
  public void removeAfter(long step) {
    for (Stored each : stored()) {
      if (each.step() > step) {
        remove(each);
      }
    }
  }

  private static String reason(IOException e) {
    return e instanceof FileSystemException failure && failure.getReason() != null
        ? failure.getReason()
        : e.toString();
  }

  private void prune() {
    List<Stored> all = stored();
    List<Stored> best = all.stream().filter(each -> keepBest && each.best()).toList();
    for (Stored each : all.subList(0, Math.max(0, all.size() - keep))) {
      if (best.isEmpty() || !each.equals(best.getLast())) {
        remove(each);
      }
    }
  }

  private static void remove(Stored stored) {
    try {
      Files.deleteIfExists(stored.file());
    } catch (IOException e) {
      throw new UncheckedIOException(
          "checkpoint: cannot remove '" + stored.file() + "' (" + e + ")", e);
    }
  }

  /** The checkpoints, by step. */
  private List<Stored> stored() {
    if (!Files.isDirectory(path)) {
      return List.of();
    }
    List<Stored> stored = new ArrayList<>();
    try (Stream<Path> files = Files.list(path)) {
      for (Path file : files.sorted().toList()) {
        Matcher name = NAME.matcher(file.getFileName().toString());
        if (name.matches()) {
          stored.add(new Stored(file, Long.parseLong(name.group(1)), name.group(2) != null));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("checkpoint: cannot read '" + path + "' (" + e + ")", e);
    }
    return stored;
  }
}
