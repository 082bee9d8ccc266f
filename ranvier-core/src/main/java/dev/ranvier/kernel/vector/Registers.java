package dev.ranvier.kernel.vector;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Map;

/**
 * Where each step of a body keeps its result: registers of the step's kind, used again after the
 * last use of what they hold. What is computed once a call or a row keeps its register.
 */
final class Registers {
  private final Body body;
  private final int[] register;
  private final int[] lastUse;
  private final Map<Primitive.Kind, Integer> counts = new EnumMap<>(Primitive.Kind.class);
  private final Map<Primitive.Kind, Deque<Integer>> free = new EnumMap<>(Primitive.Kind.class);

  private Registers(Body body) {
    this.body = body;
    register = new int[body.steps().size()];
    Arrays.fill(register, -1);
    lastUse = lastUses(body);
    for (Primitive.Kind kind : Primitive.Kind.values()) {
      counts.put(kind, 0);
      free.put(kind, new ArrayDeque<>());
    }
  }

  /** Registers for the steps of a body that its outputs need. */
  static Registers of(Body body) {
    Registers registers = new Registers(body);
    boolean[] needed = body.needed();
    for (Rate rate : Rate.values()) {
      for (int step = 0; step < needed.length; step++) {
        if (needed[step] && body.rate(step) == rate) {
          registers.assign(step);
        }
      }
    }
    return registers;
  }

  /** The register of a step, counted by kind from 0. */
  int of(int step) {
    return register[step];
  }

  /** How many registers of a kind there are. */
  int count(Primitive.Kind kind) {
    return counts.get(kind);
  }

  private void assign(int step) {
    Primitive.Kind kind = kind(step);
    Integer reused = free.get(kind).poll();
    register[step] = reused == null ? counts.merge(kind, 1, Integer::sum) - 1 : reused;
    if (body.rate(step) == Rate.ELEMENT) {
      // Freed only now: a primitive never writes the array it is reading.
      body.steps().get(step).parts().stream()
          .distinct()
          .filter(part -> body.rate(part) == Rate.ELEMENT && lastUse[part] == step)
          .forEach(part -> free.get(kind(part)).push(register[part]));
    }
  }

  private Primitive.Kind kind(int step) {
    return body.steps().get(step).primitive().kind();
  }

  private static int[] lastUses(Body body) {
    int[] last = new int[body.steps().size()];
    boolean[] needed = body.needed();
    for (int i = 0; i < last.length; i++) {
      if (needed[i]) {
        int reader = i;
        body.steps().get(i).parts().forEach(part -> last[part] = reader);
      }
    }
    // Results are read after all steps.
    body.outputs().forEach(output -> last[output] = last.length);
    return last;
  }
}
