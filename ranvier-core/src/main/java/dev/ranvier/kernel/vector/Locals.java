package dev.ranvier.kernel.vector;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.TypeKind;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/**
 * Local variables that are used again after their value's last use, so that long bodies stay within
 * the short instructions and the size up to which the JVM compiles methods.
 */
final class Locals {
  /** Variables of different classes are kept apart: one variable has one type throughout. */
  private record Type(TypeKind kind, Primitive.Kind value) {}

  private final CodeBuilder code;
  private final Map<Type, Deque<Integer>> free = new HashMap<>();

  Locals(CodeBuilder code) {
    this.code = code;
  }

  int take(TypeKind kind, Primitive.Kind value) {
    Integer local = freeOf(kind, value).poll();
    return local == null ? code.allocateLocal(kind) : local;
  }

  void giveBack(TypeKind kind, Primitive.Kind value, int local) {
    freeOf(kind, value).push(local);
  }

  private Deque<Integer> freeOf(TypeKind kind, Primitive.Kind value) {
    return free.computeIfAbsent(new Type(kind, value), type -> new ArrayDeque<>());
  }
}
