package dev.ranvier.kernel.onednn.binding;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.SymbolLookup;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReader;
import java.lang.module.ModuleReference;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The loaded oneDNN library and the OpenMP runtime it runs on; loaded on first use.
 *
 * <p>The libraries come from the {@code org.bytedeco:dnnl} artifact of this platform, found on the
 * class path or the module path, unpacked once by {@link NativeCache}. {@code RANVIER_NATIVE=off}
 * in the environment, or {@code -Dranvier.native=off}, disables native code.
 *
 * @param folder where the libraries lie
 * @param functions the functions of oneDNN
 * @param openMp the functions of the OpenMP runtime, where the artifact brings one
 */
public record NativeLibrary(Path folder, SymbolLookup functions, Optional<SymbolLookup> openMp) {

  private static final String ARTIFACT = "org.bytedeco:dnnl:3.13-1.5.14";

  /** The library; throws {@link NativeUnavailableException}, each time, where it cannot be had. */
  static NativeLibrary get() {
    if (Loaded.PROBLEM != null) {
      throw new NativeUnavailableException(Loaded.PROBLEM.getMessage(), Loaded.PROBLEM);
    }
    return Loaded.LIBRARY;
  }

  /** Why the library cannot be used; empty when it can. Loads it. */
  public static Optional<String> problem() {
    return Optional.ofNullable(Loaded.PROBLEM).map(Throwable::getMessage);
  }

  static NativeLibrary load(Platform platform, NativeCache cache) {
    List<URL> libraries = new ArrayList<>();
    platform.openMp().stream()
        .map(name -> find(platform.resourceFolder() + name))
        .flatMap(Optional::stream)
        .findFirst()
        .ifPresent(libraries::add);
    libraries.add(
        find(platform.resourceFolder() + platform.library()).orElseThrow(() -> missing(platform)));
    Path folder = cache.unpack("onednn-" + platform.classifier(), libraries);
    OpenMpSettings.apply();
    // The runtime first: oneDNN then binds to this copy of it.
    Optional<SymbolLookup> openMp =
        libraries.size() == 1 ? Optional.empty() : Optional.of(open(folder, libraries.getFirst()));
    return new NativeLibrary(folder, open(folder, libraries.getLast()), openMp);
  }

  private static Optional<URL> find(String resource) {
    URL onClassPath = NativeLibrary.class.getClassLoader().getResource(resource);
    return onClassPath != null ? Optional.of(onClassPath) : findOnModulePath(resource);
  }

  /**
   * No module requires the artifact, since its name differs by platform; so on a module path it is
   * there, but unresolved, and the class loader does not see it.
   */
  private static Optional<URL> findOnModulePath(String resource) {
    Path[] path =
        Arrays.stream(System.getProperty("jdk.module.path", "").split(File.pathSeparator))
            .filter(entry -> !entry.isEmpty())
            .map(Path::of)
            .toArray(Path[]::new);
    return ModuleFinder.of(path).findAll().stream()
        .filter(module -> module.descriptor().name().startsWith("org.bytedeco.dnnl"))
        .map(module -> resource(module, resource))
        .flatMap(Optional::stream)
        .map(NativeLibrary::toUrl)
        .findFirst();
  }

  private static Optional<URI> resource(ModuleReference module, String name) {
    try (ModuleReader reader = module.open()) {
      return reader.find(name);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static URL toUrl(URI uri) {
    try {
      return uri.toURL();
    } catch (MalformedURLException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  @SuppressWarnings("restricted") // Loading a native library is this class's job.
  private static SymbolLookup open(Path folder, URL library) {
    Path file = folder.resolve(Path.of(library.getPath()).getFileName().toString());
    try {
      return SymbolLookup.libraryLookup(file, Arena.global());
    } catch (IllegalArgumentException failure) {
      throw new NativeUnavailableException(
          "oneDNN: this system cannot load '"
              + file
              + "' ("
              + failure.getMessage()
              + "); delete the file to have it unpacked anew, or set RANVIER_NATIVE=off to do"
              + " without",
          failure);
    }
  }

  private static NativeUnavailableException missing(Platform platform) {
    return new NativeUnavailableException(
        "oneDNN: "
            + platform.resourceFolder()
            + platform.library()
            + " is neither on the class path nor on the module path; add the artifact "
            + ARTIFACT
            + " with classifier "
            + platform.classifier()
            + ", or set RANVIER_NATIVE=off to do without",
        null);
  }

  /** Loads when first touched, once; a failure is kept, so that later calls fail alike. */
  private static final class Loaded {
    static final NativeLibrary LIBRARY;
    static final NativeUnavailableException PROBLEM;

    static {
      NativeLibrary library = null;
      NativeUnavailableException problem = null;
      try {
        refuseWhenDisabled();
        library = load(Platform.current(), NativeCache.ofUser());
      } catch (NativeUnavailableException failure) {
        problem = failure;
      } catch (IllegalCallerException denied) {
        problem =
            unavailable(
                "this JVM denies native access; start it with --enable-native-access", denied);
      } catch (RuntimeException unforeseen) {
        // A static initializer that throws would hide this message from every later call.
        problem = unavailable("cannot be loaded (" + unforeseen + ")", unforeseen);
      }
      LIBRARY = library;
      PROBLEM = problem;
    }

    private static NativeUnavailableException unavailable(String why, Throwable cause) {
      return new NativeUnavailableException(
          "oneDNN: " + why + ", or set RANVIER_NATIVE=off to do without", cause);
    }

    private static void refuseWhenDisabled() {
      if ("off".equalsIgnoreCase(System.getProperty("ranvier.native"))) {
        throw disabled("-Dranvier.native=off");
      }
      if ("off".equalsIgnoreCase(System.getenv("RANVIER_NATIVE"))) {
        throw disabled("RANVIER_NATIVE=off");
      }
    }

    private static NativeUnavailableException disabled(String by) {
      return new NativeUnavailableException(
          "oneDNN: disabled by " + by + "; remove that setting to use native kernels", null);
    }
  }
}
