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
    register = new int[body.instructions().size()];
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
      for (int instruction = 0; instruction < needed.length; instruction++) {
        if (needed[instruction] && body.rate(instruction) == rate) {
          registers.assign(instruction);
        }
      }
    }
    return registers;
  }

  /** The register of a step, counted by kind from 0. */
  int of(int instruction) {
    return register[instruction];
  }

  /** How many registers of a kind there are. */
  int count(Operation.Kind kind) {
    return counts.get(kind);
  }

  private void assign(int instruction) {
    Operation.Kind kind = kind(instruction);
    Integer reused = free.get(kind).poll();
    register[instruction] = reused == null ? counts.merge(kind, 1, Integer::sum) - 1 : reused;
    if (body.rate(instruction) == HoistingLevel.ELEMENT) {
      // Freed only now: a primitive never writes the array it is reading.
      body.instructions().get(instruction).parts().stream()
          .distinct()
          .filter(part -> body.rate(part) == HoistingLevel.ELEMENT && lastUse[part] == instruction)
          .forEach(part -> free.get(kind(part)).push(register[part]));
    }
  }

  private Operation.Kind kind(int instruction) {
    return body.instructions().get(instruction).primitive().kind();
  }

  private static int[] lastUses(LoopBody body) {
    int[] last = new int[body.instructions().size()];
    boolean[] needed = body.needed();
    for (int i = 0; i < last.length; i++) {
      if (needed[i]) {
        int reader = i;
        body.instructions().get(i).parts().forEach(part -> last[part] = reader);
      }
    }
    // Results are read after all steps.
    body.outputs().forEach(output -> last[output] = last.length);
    return last;
  }
}
