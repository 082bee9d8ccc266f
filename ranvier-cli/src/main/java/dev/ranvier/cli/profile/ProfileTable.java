package dev.ranvier.cli.profile;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** A profile's tree as text for people: the ops that take longest, and sums over all. */
public final class ProfileTable {
  /** Lines for ops; what takes less than all of these is summed up in one more line. */
  private static final int LINES = 24;

  private final StringBuilder text = new StringBuilder();

  private ProfileTable() {}

  /**
   * The table of a tree as {@link ProfileTree} makes it.
   *
   * @param tree the tree, or one read back from its JSON
   */
  public static String of(Map<?, ?> tree) {
    return new ProfileTable().table(tree);
  }

  private String table(Map<?, ?> tree) {
    line("profile: median of %s steps on %s threads", tree.get("steps"), tree.get("threads"));
    text.append("peaks:");
    new TreeMap<Object, Object>((Map<?, ?>) tree.get("peaks"))
        .forEach((name, value) -> text.append(peak(String.valueOf(name), number(value))));
    line("");
    line("");
    row(
        "phase",
        "op",
        "layer",
        "calls",
        "ms",
        "share",
        "GFLOP/s",
        "of peak",
        "GB/s",
        "of peak",
        "chosen by");
    List<?> ops = (List<?>) tree.get("ops");
    ops.stream().limit(LINES).forEach(op -> row((Map<?, ?>) op, text(op, "op"), text(op, "layer")));
    others(ops.subList(Math.min(LINES, ops.size()), ops.size()));
    line("");
    for (Object phase : (List<?>) tree.get("phases")) {
      row((Map<?, ?>) phase, "all", "");
    }
    double step = number(tree.get("step_ms"));
    double outside = number(tree.get("outside_ms"));
    sum("outside kernels", outside, outside / step);
    sum("step", step, 1);
    return text.toString();
  }

  private void others(List<?> ops) {
    if (!ops.isEmpty()) {
      double ms = ops.stream().mapToDouble(op -> number(((Map<?, ?>) op).get("ms"))).sum();
      double share = ops.stream().mapToDouble(op -> number(((Map<?, ?>) op).get("share"))).sum();
      sum(ops.size() + " others", ms, share);
    }
  }

  private void sum(String name, double ms, double share) {
    row("", name, "", "", decimals(ms), percent(share), "", "", "", "", "");
  }

  private void row(Map<?, ?> entry, String op, String layer) {
    row(
        text(entry, "phase"),
        op,
        layer,
        entry.get("calls"),
        decimals(entry.get("ms")),
        percent(entry.get("share")),
        whole(entry.get("gflops")),
        percent(entry.get("gflops_of_peak")),
        whole(entry.get("gbs")),
        percent(entry.get("gbs_of_peak")),
        entry.get("row") == null ? "" : entry.get("row"));
  }

  private void row(Object... cells) {
    line("%-8s  %-30s  %-14s  %5s  %9s  %6s  %8s  %7s  %6s  %7s  %s", cells);
  }

  private void line(String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values).stripTrailing());
    text.append(System.lineSeparator());
  }

  /** {@code f32_gflops} as " f32 products 290 GFLOP/s". */
  private static String peak(String name, double value) {
    return name.equals("memory_gbs")
        ? String.format(Locale.ROOT, " memory %.1f GB/s", value)
        : String.format(
            Locale.ROOT, " %s products %.0f GFLOP/s,", name.replace("_gflops", ""), value);
  }

  private static String text(Object entry, String key) {
    return String.valueOf(((Map<?, ?>) entry).get(key));
  }

  private static double number(Object value) {
    return ((Number) value).doubleValue();
  }

  private static String decimals(Object value) {
    return String.format(Locale.ROOT, "%.3f", number(value));
  }

  private static String whole(Object value) {
    return value == null ? "" : String.format(Locale.ROOT, "%.1f", number(value));
  }

  private static String percent(Object value) {
    return value == null ? "" : String.format(Locale.ROOT, "%.0f%%", 100 * number(value));
  }
}
