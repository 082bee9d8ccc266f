package dev.ranvier.kernel.vector.loop;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Map;

/**
 * Where each step of a body keeps its result: registers of the step's kind, used again after the
 * last use of what they hold. What is computed once a call or a row keeps its register.
 */
public final class RegisterAllocation {
  private final LoopBody body;
  private final int[] register;
  private final int[] lastUse;
  private final Map<Operation.Kind, Integer> counts = new EnumMap<>(Operation.Kind.class);
  private final Map<Operation.Kind, Deque<Integer>> free = new EnumMap<>(Operation.Kind.class);

  private RegisterAllocation(LoopBody body) {
    this.body = body;
    register = new int[body.steps().size()];
    Arrays.fill(register, -1);
    lastUse = lastUses(body);
    for (Operation.Kind kind : Operation.Kind.values()) {
      counts.put(kind, 0);
      free.put(kind, new ArrayDeque<>());
    }
  }

  /** Registers for the steps of a body that its outputs need. */
  static RegisterAllocation of(LoopBody body) {
    RegisterAllocation registers = new RegisterAllocation(body);
    boolean[] needed = body.needed();
    for (HoistingLevel rate : HoistingLevel.values()) {
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
  int count(Operation.Kind kind) {
    return counts.get(kind);
  }

  private void assign(int step) {
    Operation.Kind kind = kind(step);
    Integer reused = free.get(kind).poll();
    register[step] = reused == null ? counts.merge(kind, 1, Integer::sum) - 1 : reused;
    if (body.rate(step) == HoistingLevel.ELEMENT) {
      // Freed only now: a primitive never writes the array it is reading.
      body.steps().get(step).parts().stream()
          .distinct()
          .filter(part -> body.rate(part) == HoistingLevel.ELEMENT && lastUse[part] == step)
          .forEach(part -> free.get(kind(part)).push(register[part]));
    }
  }

  private Operation.Kind kind(int step) {
    return body.steps().get(step).primitive().kind();
  }

  private static int[] lastUses(LoopBody body) {
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
