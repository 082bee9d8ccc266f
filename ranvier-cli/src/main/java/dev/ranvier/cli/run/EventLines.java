package dev.ranvier.cli.run;

import dev.ranvier.catalog.Json;
import dev.ranvier.catalog.Place;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The lines of an event log that a resumed run keeps.
 *
 * @param lastStep the step of the checkpoint that it goes on from
 * @param epochsOver how many epochs were over then
 */
public record EventLines(long lastStep, int epochsOver) {
  /**
   * The records up to a step: until the last that tells of no later step. What follows was written
   * by a process that got further than its last checkpoint. Lines that were torn or damaged are
   * left out.
   */
  public String kept(Path path) throws IOException {
    StringBuilder kept = new StringBuilder();
    int end = 0;
    String text = new String(Files.readAllBytes(path), StandardCharsets.UTF_8);
    for (String line : text.split("(?<=\n)")) {
      Optional<Map<?, ?>> record = line.endsWith("\n") ? parsed(line) : Optional.empty();
      if (record.isEmpty()) {
        continue;
      }
      OptionalLong told = step(record.get());
      if (told.isPresent() && told.getAsLong() > lastStep) {
        break;
      }
      kept.append(line);
      end = told.isPresent() ? kept.length() : end;
    }
    return kept.substring(0, end);
  }

  /** The record in a line, if it is one. */
  private static Optional<Map<?, ?>> parsed(String line) {
    try {
      return !line.contains("\uFFFD") // what stands for bytes that are no UTF-8
              && Json.read(line, Place.of(RunFolder.EVENTS)) instanceof Map<?, ?> map
              && map.get("event") instanceof String
          ? Optional.of(map)
          : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** The step that a record tells of: 0 for the first, none for the last. */
  private OptionalLong step(Map<?, ?> record) {
    if (record.get("event").equals("epoch")
        && record.get("epoch") instanceof Number epoch
        && epoch.intValue() > epochsOver) {
      return OptionalLong.of(Long.MAX_VALUE); // the checkpoint is from before its validation
    }
    if (record.get("step") instanceof Number step) {
      return OptionalLong.of(step.longValue());
    }
    return "started".equals(record.get("event")) ? OptionalLong.of(0) : OptionalLong.empty();
  }
}
