package dev.ranvier.exec;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The processor that kernels are chosen for: the one description of it in the program.
 *
 * <p>Tests make their own, so that a choice can be tried for processors that are not there.
 *
 * @param model its name
 * @param cores how many threads it runs at once
 * @param features those of its instructions that matter here, by the names that Linux gives them;
 *     empty where the system does not tell
 * @param caches their sizes
 */
public record Processor(String model, int cores, List<String> features, Caches caches) {
  private static final Path LINUX = Path.of("/proc/cpuinfo");

  /** Where oneDNN reads the newest instructions that it may use, the first that is set. */
  private static final List<String> LIMITS = List.of("ONEDNN_MAX_CPU_ISA", "DNNL_MAX_CPU_ISA");

  private static final List<String> OF_INTEREST =
      List.of(
          "avx",
          "avx2",
          "fma",
          "f16c",
          "avx_vnni",
          "avx512f",
          "avx512bw",
          "avx512vl",
          "avx512dq",
          "avx512_vnni",
          "avx512_bf16",
          "avx512_fp16",
          "amx_tile",
          "amx_int8",
          "amx_bf16",
          "amx_fp16",
          "asimd",
          "asimddp",
          "sve",
          "sve2",
          "bf16",
          "i8mm");

  /** What choices depend on, from oldest to newest; each has all that those before it have. */
  public enum InstructionSet {
    /** Anything older, and any processor that is not an x86. */
    OTHER(),
    /** Vectors of 256 bits. */
    AVX2("avx2", "fma"),
    /** Vectors of 512 bits. */
    AVX512("avx512f", "avx512bw", "avx512vl", "avx512dq"),
    /** Dot products of pairs of bf16. */
    AVX512_BF16("avx512_vnni", "avx512_bf16"),
    /** Matrix tiles, which multiply bf16 many times as fast as vectors do. */
    AMX("avx512_fp16", "amx_tile", "amx_int8", "amx_bf16");

    private final List<String> added;

    InstructionSet(String... added) {
      this.added = List.of(added);
    }

    /** Whether it has all that another has. */
    public boolean has(InstructionSet other) {
      return compareTo(other) >= 0;
    }

    /** The features of a processor that has this set and no newer one. */
    public List<String> features() {
      return Arrays.stream(values()).filter(this::has).flatMap(set -> set.added.stream()).toList();
    }
  }

  /**
   * The sizes of the caches in bytes, 0 where the system does not tell.
   *
   * @param level1 data, of a core
   * @param level2 of a core
   * @param level3 shared by cores
   */
  public record Caches(long level1, long level2, long level3) {
    public static final Caches UNKNOWN = new Caches(0, 0, 0);

    private static final Path LINUX = Path.of("/sys/devices/system/cpu/cpu0/cache");
    private static final int ENTRIES = 4;

    private static Caches current() {
      long[] sizes = new long[ENTRIES];
      for (int i = 0; i < ENTRIES; i++) {
        try {
          Path entry = LINUX.resolve("index" + i);
          if (!line(entry, "type").equals("Instruction")) {
            sizes[Integer.parseInt(line(entry, "level"))] = bytes(line(entry, "size"));
          }
        } catch (IOException | NumberFormatException | IndexOutOfBoundsException unknown) {
          // It stays 0: no choice depends on it.
        }
      }
      return new Caches(sizes[1], sizes[2], sizes[3]);
    }

    private static String line(Path entry, String name) throws IOException {
      return Files.readString(entry.resolve(name)).strip();
    }

    /** For example of {@code 1024K}. */
    private static long bytes(String size) {
      return Long.parseLong(size.substring(0, size.length() - 1)) << 10;
    }
  }

  private static final class Holder {
    static final Processor CURRENT = limited(read().withCaches(Caches.current()), System.getenv());
  }

  /** Copies the list. */
  public Processor {
    features = List.copyOf(features);
  }

  /** A processor of which nothing is known but its instructions and its cores. */
  public Processor(InstructionSet instructions, int cores) {
    this(instructions.name(), cores, instructions.features(), Caches.UNKNOWN);
  }

  /**
   * This machine's, without what {@code ONEDNN_MAX_CPU_ISA} keeps from use. ({@code -XX:UseAVX}
   * changes only how long the vectors of loops in Java are.)
   */
  public static Processor current() {
    return Holder.CURRENT;
  }

  /** The newest set of which it has everything. */
  public InstructionSet instructions() {
    InstructionSet newest = InstructionSet.OTHER;
    for (InstructionSet set : InstructionSet.values()) {
      newest = features.containsAll(set.features()) ? set : newest;
    }
    return newest;
  }

  /** The same without what is newer than a set. */
  public Processor limitedTo(InstructionSet set) {
    List<String> newest = InstructionSet.AMX.features();
    return withFeatures(
        features.stream()
            .filter(
                feature ->
                    set.features().contains(feature)
                        || !newest.contains(feature) && !feature.startsWith("amx_"))
            .toList());
  }

  /** The same with other features. */
  public Processor withFeatures(List<String> others) {
    return new Processor(model, cores, others, caches);
  }

  private Processor withCaches(Caches others) {
    return new Processor(model, cores, features, others);
  }

  /** What Linux says of its processors; they are alike, so the first one will do. */
  public static Processor of(List<String> lines) {
    List<String> flags =
        Arrays.asList((value(lines, "flags") + value(lines, "Features")).split(" "));
    String model = value(lines, "model name");
    return new Processor(
        model.isEmpty() ? System.getProperty("os.arch") : model,
        Runtime.getRuntime().availableProcessors(),
        OF_INTEREST.stream().filter(flags::contains).toList(),
        Caches.UNKNOWN);
  }

  /** The processor as oneDNN uses it, by the environment's variables. */
  static Processor limited(Processor processor, Map<String, String> environment) {
    return LIMITS.stream()
        .filter(environment::containsKey)
        .findFirst()
        .map(name -> processor.limitedTo(limit(environment.get(name))))
        .orElse(processor);
  }

  /** The set that one of oneDNN's names allows; it takes a name it does not know for no limit. */
  private static InstructionSet limit(String name) {
    return switch (name.toUpperCase(Locale.ROOT)) {
      case "SSE41", "AVX" -> InstructionSet.OTHER;
      case "AVX2", "AVX2_VNNI", "AVX2_VNNI_2" -> InstructionSet.AVX2;
      case "AVX512_CORE", "AVX512_CORE_VNNI" -> InstructionSet.AVX512;
      case "AVX512_CORE_BF16", "AVX512_CORE_FP16", "AVX10_1_512", "AVX10_2_512" ->
          InstructionSet.AVX512_BF16;
      default -> InstructionSet.AMX;
    };
  }

  private static Processor read() {
    try (BufferedReader reader = Files.newBufferedReader(LINUX)) {
      // The first processor's description ends with an empty line; a large machine has hundreds.
      return of(reader.lines().takeWhile(line -> !line.isEmpty()).toList());
    } catch (IOException notLinux) {
      String windows = System.getenv("PROCESSOR_IDENTIFIER");
      return of(windows == null ? List.of() : List.of("model name: " + windows));
    }
  }

  private static String value(List<String> lines, String key) {
    return lines.stream()
        .filter(line -> line.startsWith(key) && line.contains(":"))
        .map(line -> line.substring(line.indexOf(':') + 1).strip())
        .findFirst()
        .orElse("");
  }
}
