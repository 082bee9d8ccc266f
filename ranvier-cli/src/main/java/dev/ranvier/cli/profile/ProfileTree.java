package dev.ranvier.cli.profile;

import dev.ranvier.exec.Peaks;
import dev.ranvier.exec.Profile;
import dev.ranvier.graph.Application;
import dev.ranvier.op.Cost;
import dev.ranvier.plan.Phase;
import dev.ranvier.tensor.DType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/**
 * A profile as a tree: the step, the machine's peaks, and for each phase and each op its time, its
 * share of the step, and its rates.
 *
 * <p>Times are milliseconds a step, shares and parts of peaks fractions of 1. Calls of the same op
 * by the same kernel in the same layer and phase are one entry; entries are sorted by time.
 */
public final class ProfileTree {
  private final Profile profile;
  private final Peaks peaks;

  private ProfileTree(Profile profile, Peaks peaks) {
    this.profile = profile;
    this.peaks = peaks;
  }

  /** The tree of a profile taken on so many threads. */
  public static Map<String, Object> of(Profile profile, Peaks peaks, int threads) {
    return new ProfileTree(profile, peaks).tree(threads);
  }

  /** What calls have in common that are one entry. */
  private record Kind(String op, String layer, Phase phase, String kernel, String row) {
    static Kind of(Profile.Entry entry) {
      Application application = entry.application();
      return new Kind(
          application.op().name(), application.scope(), entry.phase(), entry.kernel(), entry.row());
    }
  }

  private Map<String, Object> tree(int threads) {
    double step = profile.stepNanoseconds();
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("steps", profile.runs());
    tree.put("threads", threads);
    tree.put("step_ms", step / 1e6);
    tree.put("kernels_ms", profile.kernelNanoseconds() / 1e6);
    tree.put("outside_ms", (step - profile.kernelNanoseconds()) / 1e6);
    tree.put("outside_share", 1 - profile.kernelNanoseconds() / step);
    Map<String, Object> rates = new LinkedHashMap<>();
    for (DType dtype : DType.values()) {
      Double peak = peaks.operationsPerSecond().get(dtype);
      if (peak != null) {
        rates.put(dtype.name().toLowerCase(Locale.ROOT) + "_gflops", peak / 1e9);
      }
    }
    rates.put("memory_gbs", peaks.bytesPerSecond() / 1e9);
    tree.put("peaks", rates);
    tree.put("phases", entries(Profile.Entry::phase, this::phase));
    tree.put("ops", entries(Kind::of, this::kind));
    return tree;
  }

  private <K> List<Object> entries(
      Function<Profile.Entry, K> key, Function<K, Map<String, Object>> head) {
    Map<K, List<Profile.Entry>> groups = new LinkedHashMap<>();
    for (Profile.Entry entry : profile.entries()) {
      groups.computeIfAbsent(key.apply(entry), each -> new ArrayList<>()).add(entry);
    }
    List<Object> entries = new ArrayList<>();
    groups.entrySet().stream()
        .sorted(Comparator.comparingDouble(group -> -nanoseconds(group.getValue())))
        .forEach(
            group -> {
              Map<String, Object> entry = new LinkedHashMap<>(head.apply(group.getKey()));
              addFigures(entry, group.getValue());
              entries.add(entry);
            });
    return entries;
  }

  private Map<String, Object> phase(Phase phase) {
    return Map.of("phase", name(phase));
  }

  private Map<String, Object> kind(Kind kind) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("op", kind.op());
    tree.put("layer", kind.layer());
    tree.put("phase", name(kind.phase()));
    tree.put("kernel", kind.kernel());
    tree.put("row", kind.row());
    return tree;
  }

  private void addFigures(Map<String, Object> tree, List<Profile.Entry> calls) {
    double nanoseconds = nanoseconds(calls);
    Cost cost = calls.stream().map(Profile.Entry::cost).reduce(Cost.NONE, Cost::plus);
    tree.put("calls", calls.size());
    tree.put("ms", nanoseconds / 1e6);
    tree.put("share", nanoseconds / profile.stepNanoseconds());
    tree.put("gflops", cost.operations() == 0 ? null : cost.operations() / nanoseconds);
    tree.put("gflops_of_peak", ofPeak(calls, nanoseconds));
    tree.put("gbs", cost.bytes() / nanoseconds);
    tree.put("gbs_of_peak", cost.bytes() / nanoseconds / (peaks.bytesPerSecond() / 1e9));
  }

  /**
   * The time that the products would take at the peak of their element types, as a part of the time
   * taken; null where there are none, or the peak is not known.
   */
  private Double ofPeak(List<Profile.Entry> calls, double nanoseconds) {
    double least = 0;
    for (Profile.Entry call : calls) {
      long products = call.cost().products();
      if (products > 0) {
        Double peak = peaks.operationsPerSecond().get(call.multiplied());
        if (peak == null) {
          return null;
        }
        least += products / (peak / 1e9);
      }
    }
    return least == 0 ? null : least / nanoseconds;
  }

  private static double nanoseconds(List<Profile.Entry> calls) {
    return calls.stream().mapToDouble(Profile.Entry::nanoseconds).sum();
  }

  private static String name(Phase phase) {
    return phase.name().toLowerCase(Locale.ROOT);
  }
}
