package dev.ranvier.graph;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.Set;

/** Lists the applications behind some nodes so that each comes after everything it depends on. */
public final class TopologicalOrder {
  private TopologicalOrder() {}

  /**
   * The applications that the given nodes depend on, dependencies first. Deterministic: it follows
   * the order of the nodes and of each application's inputs. Iterative, so depth has no limit.
   */
  public static Set<Application> of(Collection<? extends Node> outputs) {
    Set<Application> ordered = new LinkedHashSet<>();
    Set<Application> entered = Collections.newSetFromMap(new IdentityHashMap<>());
    Deque<Application> stack = new ArrayDeque<>();
    for (Node output : outputs) {
      push(output, entered, stack);
      while (!stack.isEmpty()) {
        Application top = stack.peek();
        if (entered.add(top)) {
          // Reversed, so that the first input is finished first.
          for (Node input : top.inputs().reversed()) {
            push(input, entered, stack);
          }
        } else {
          ordered.add(stack.pop());
        }
      }
    }
    return ordered;
  }

  private static void push(Node node, Set<Application> entered, Deque<Application> stack) {
    if (node instanceof Result result && !entered.contains(result.application())) {
      stack.push(result.application());
    }
  }
}
