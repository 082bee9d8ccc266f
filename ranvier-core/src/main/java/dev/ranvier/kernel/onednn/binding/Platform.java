package dev.ranvier.kernel.onednn.binding;

import java.util.List;
import java.util.Locale;

/**
 * What the carrier artifact holds for one operating system and processor.
 *
 * @param classifier the artifact's name for the platform, for example {@code linux-x86_64}
 * @param openMp names an OpenMP runtime next to the library may have; the first one present is used
 * @param library the file name of oneDNN
 */
public record Platform(String classifier, List<String> openMp, String library) {

  static Platform current() {
    return of(System.getProperty("os.name"), System.getProperty("os.arch"));
  }

  static Platform of(String systemName, String architectureName) {
    String architecture =
        switch (architectureName.toLowerCase(Locale.ROOT)) {
          case "amd64", "x86_64" -> "x86_64";
          case "aarch64", "arm64" -> "arm64";
          default -> architectureName;
        };
    String system = systemName.toLowerCase(Locale.ROOT);
    if (system.startsWith("mac")) {
      return new Platform(
          "macosx-" + architecture,
          List.of("libomp.dylib", "libiomp5.dylib", "libgomp.1.dylib"),
          "libdnnl.3.dylib");
    }
    if (system.startsWith("windows")) {
      return new Platform(
          "windows-" + architecture, List.of("libomp140.x86_64.dll", "vcomp140.dll"), "dnnl.dll");
    }
    return new Platform(
        system.replace(' ', '-') + "-" + architecture, List.of("libgomp.so.1"), "libdnnl.so.3");
  }

  /** The resource folder inside the artifact. */
  String resourceFolder() {
    return "org/bytedeco/dnnl/" + classifier + "/";
  }
}
