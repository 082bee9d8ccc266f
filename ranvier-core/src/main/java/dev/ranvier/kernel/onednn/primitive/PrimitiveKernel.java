package dev.ranvier.kernel.onednn.primitive;

import dev.ranvier.exec.Binding;
import dev.ranvier.exec.Kernel;
import dev.ranvier.exec.PackedKernel;
import dev.ranvier.exec.Packing;
import dev.ranvier.exec.WorkArea;
import dev.ranvier.kernel.onednn.binding.Argument;
import dev.ranvier.kernel.onednn.binding.BoundPrimitive;
import dev.ranvier.kernel.onednn.binding.GompWorkers;
import dev.ranvier.kernel.onednn.binding.MemoryDescription;
import dev.ranvier.kernel.onednn.binding.Operand;
import dev.ranvier.kernel.onednn.binding.PrimitiveDescription;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A oneDNN primitive as a kernel: reorders inputs into the layouts the primitive wants where these
 * are not Ranvier's own, runs it, and reorders results back.
 */
public final class PrimitiveKernel implements Kernel {
  /**
   * What one of the primitive's arguments is tied to.
   *
   * @param argument one of {@link Argument}
   * @param result whether it is a result of the op, else it is an input
   * @param index which input or result
   * @param layout how Ranvier lays it out
   */
  public record Role(int argument, boolean result, int index, MemoryDescription layout) {
    public static Role input(int argument, int index, MemoryDescription layout) {
      return new Role(argument, false, index, layout);
    }

    public static Role result(int argument, int index, MemoryDescription layout) {
      return new Role(argument, true, index, layout);
    }
  }

  private final PrimitiveDescription description;
  private final List<Role> roles;
  private final long scratchBytes;
  private final boolean alone;

  public PrimitiveKernel(PrimitiveDescription description, Role... roles) {
    this(description, List.of(roles), GompWorkers.isAlone());
  }

  private PrimitiveKernel(PrimitiveDescription description, List<Role> roles, boolean alone) {
    this.description = description;
    this.roles = roles;
    this.alone = alone;
    WorkArea area = new WorkArea(MemorySegment.NULL);
    for (Role role : roles) {
      MemoryDescription wanted = description.layout(role.argument());
      area.take(wanted.equals(role.layout()) ? 0 : wanted.bytes());
    }
    area.take(description.scratchpadBytes());
    this.scratchBytes = area.used();
  }

  @Override
  public Optional<PackedKernel> packed(Set<Integer> frozen) {
    Map<Integer, Packing> packings = new HashMap<>();
    List<Role> packed = new ArrayList<>();
    for (Role role : roles) {
      MemoryDescription wanted = description.layout(role.argument());
      if (role.result() || !frozen.contains(role.index()) || wanted.equals(role.layout())) {
        packed.add(role);
      } else {
        packed.add(Role.input(role.argument(), role.index(), wanted));
        packings.put(role.index(), new Repacking(role.layout(), wanted));
      }
    }
    return packings.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new PackedKernel(
                new PrimitiveKernel(description, List.copyOf(packed), alone), packings));
  }

  @Override
  public long scratchBytes() {
    return scratchBytes;
  }

  @Override
  public Call bind(Binding binding) {
    return alone ? GompWorkers.alone(() -> call(binding)) : call(binding);
  }

  private Call call(Binding binding) {
    List<Reorder> inputReorders = new ArrayList<>();
    List<BoundPrimitive> primitives = new ArrayList<>();
    List<BoundPrimitive> outputReorders = new ArrayList<>();
    List<Operand> operands = new ArrayList<>();
    WorkArea area = new WorkArea(binding.scratch());
    for (Role role : roles) {
      MemorySegment data =
          role.result() ? binding.result(role.index()) : binding.input(role.index());
      MemoryDescription wanted = description.layout(role.argument());
      if (wanted.equals(role.layout())) {
        operands.add(Operand.of(role.argument(), data));
      } else {
        MemorySegment reordered = area.take(wanted.bytes());
        operands.add(Operand.of(role.argument(), reordered));
        if (role.result()) {
          outputReorders.add(ReorderPrimitives.bound(wanted, reordered, role.layout(), data));
        } else {
          inputReorders.add(new Reorder(role.layout(), data, wanted, reordered));
        }
      }
    }
    if (description.scratchpadBytes() > 0) {
      operands.add(Operand.of(Argument.SCRATCHPAD, area.take(description.scratchpadBytes())));
    }
    primitives.add(description.compile().bind(operands.toArray(Operand[]::new)));
    primitives.addAll(outputReorders);
    Call run = new PrimitiveCall(primitives, alone);
    return inputReorders.isEmpty() ? run : Call.inOrder(List.of(Reorder.call(inputReorders), run));
  }

  @Override
  public String describe() {
    long reorders =
        roles.stream()
            .filter(role -> !description.layout(role.argument()).equals(role.layout()))
            .count();
    return "onednn "
        + description.implementation()
        + (reorders == 0 ? "" : " + " + reorders + (reorders == 1 ? " reorder" : " reorders"));
  }

  /** A reorder from one layout into another, by the calling thread alone. */
  private record Repacking(MemoryDescription plain, MemoryDescription packed) implements Packing {
    @Override
    public long bytes() {
      return packed.bytes();
    }

    @Override
    public Call bind(MemorySegment from, MemorySegment to) {
      return GompWorkers.alone(() -> Reorder.call(List.of(new Reorder(plain, from, packed, to))));
    }
  }
}
