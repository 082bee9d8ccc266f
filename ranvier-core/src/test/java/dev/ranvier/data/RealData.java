package dev.ranvier.data;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** Finds the real data that lies beside the project, where there is any. */
public final class RealData {
  private RealData() {}

  /**
   * The folder {@code shared/data/name} above the working folder; without it the test is skipped.
   */
  public static Path folder(String name) {
    for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
      Path folder = at.resolve("shared").resolve("data").resolve(name);
      if (Files.isDirectory(folder)) {
        return folder;
      }
    }
    return Assumptions.abort("skipped: no folder shared/data/" + name + " beside the project");
  }
}
