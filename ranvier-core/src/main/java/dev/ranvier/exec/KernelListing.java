package dev.ranvier.exec;

import dev.ranvier.graph.Node;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A generated kernel of a plan, for people to read: what it does, and which steps it does it for.
 *
 * @param name what its file is called
 * @param steps one line for each step of the plan that runs it
 * @param lines its operands, instructions and results
 */
public record KernelListing(String name, List<String> steps, List<String> lines) {
  /** Copies the lists. */
  public KernelListing {
    steps = List.copyOf(steps);
    lines = List.copyOf(lines);
  }

  /** The generated kernels of a plan, equal ones once, in the order of their first step. */
  static List<KernelListing> of(List<Plan.Step> steps) {
    Map<List<String>, List<String>> users = new LinkedHashMap<>();
    Map<List<String>, String> ops = new LinkedHashMap<>();
    for (int i = 0; i < steps.size(); i++) {
      Plan.Step step = steps.get(i);
      List<String> lines = step.kernel().listing();
      if (!lines.isEmpty()) {
        ops.putIfAbsent(lines, step.application().op().name());
        users.computeIfAbsent(lines, key -> new ArrayList<>()).add(line(i, step));
      }
    }
    List<KernelListing> listings = new ArrayList<>();
    users.forEach(
        (lines, lineOfEach) -> {
          String name = String.format("%03d-%s.txt", listings.size(), ops.get(lines));
          listings.add(new KernelListing(name, lineOfEach, lines));
        });
    return listings;
  }

  private static String line(int number, Plan.Step step) {
    String scope = step.application().scope();
    return "step "
        + number
        + (scope.isEmpty() ? "" : " of " + scope)
        + ": "
        + types(step.application().inputs())
        + " -> "
        + types(step.application().results());
  }

  private static String types(List<? extends Node> nodes) {
    return nodes.stream().map(node -> node.type().toString()).collect(Collectors.joining(", "));
  }

  /** The listing as text. */
  public String text() {
    return Stream.of(steps, List.of(""), lines)
        .flatMap(List::stream)
        .collect(Collectors.joining("\n", "", "\n"));
  }

  /** Writes the listing into a folder. */
  void write(Path folder) {
    try {
      Files.createDirectories(folder);
      Files.writeString(folder.resolve(name), text());
    } catch (IOException e) {
      throw new UncheckedIOException("kernels: cannot be written to " + folder, e);
    }
  }
}
