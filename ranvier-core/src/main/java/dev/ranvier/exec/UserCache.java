package dev.ranvier.exec;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/** Where this program keeps files that it can make or fetch again, for each user. */
public final class UserCache {
  /** The system property that names another folder. */
  public static final String PROPERTY = "ranvier.cache";

  private UserCache() {}

  /** Whether {@code -Dranvier.cache} names the folder. */
  public static boolean isChosen() {
    String chosen = System.getProperty(PROPERTY);
    return chosen != null && !chosen.isBlank();
  }

  /**
   * The folder this system keeps such files in, or the one {@code -Dranvier.cache} names; a
   * temporary one where the user has no home.
   */
  public static Path folder() {
    if (isChosen()) {
      return Path.of(System.getProperty(PROPERTY));
    }
    Path folder =
        folder(System.getProperty("os.name"), System.getProperty("user.home"), System.getenv());
    // Java says "?" of a user whom the system does not know; that would be in the current folder.
    return folder.isAbsolute() ? folder : PrivateFolder.temporary();
  }

  static Path folder(String system, String home, Map<String, String> environment) {
    String lower = system.toLowerCase(Locale.ROOT);
    if (lower.startsWith("windows")) {
      String local = environment.getOrDefault("LOCALAPPDATA", "");
      return local.isBlank() ? Path.of(home, "ranvier") : Path.of(local, "ranvier");
    }
    if (lower.startsWith("mac")) {
      return Path.of(home, "Library", "Caches", "ranvier");
    }
    String cache = environment.getOrDefault("XDG_CACHE_HOME", "");
    // The XDG specification: a relative path there is to be ignored.
    return cache.startsWith("/") ? Path.of(cache, "ranvier") : Path.of(home, ".cache", "ranvier");
  }
}
