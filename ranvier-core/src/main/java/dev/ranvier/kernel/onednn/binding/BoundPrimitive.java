package dev.ranvier.kernel.onednn.binding;

import static dev.ranvier.kernel.onednn.binding.NativeCall.INT;
import static dev.ranvier.kernel.onednn.binding.NativeCall.POINTER;

import java.lang.foreign.Arena;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.ref.Reference;
import java.util.List;

/**
 * A primitive tied to its buffers: running it is one native call that allocates nothing.
 *
 * <p>Not for use by two threads at once: they would write the same buffers.
 */
public final class BoundPrimitive implements AutoCloseable {

  private static final NativeFunction CREATE_MEMORY = NativeFunction.named("dnnl_memory_create");
  private static final NativeFunction DESTROY_MEMORY = NativeFunction.named("dnnl_memory_destroy");
  private static final MethodHandle SET_ADDRESS =
      NativeCall.status("dnnl_memory_set_data_handle", "pp");
  private static final MethodHandle EXECUTE = NativeCall.status("dnnl_primitive_execute", "ppip");

  /** {@code dnnl_exec_arg_t}: the argument's number, four bytes of padding, the memory object. */
  private static final long PAIR_BYTES =
      MemoryLayout.structLayout(INT, MemoryLayout.paddingLayout(INT.byteSize()), POINTER)
          .byteSize();

  private static final long MEMORY_OFFSET = POINTER.byteSize();

  private final Primitive primitive;
  private final NativeHandle handle;
  private final MemorySegment pairs;
  private final MemorySegment[] buffers; // Held, so that no buffer is freed while in use.
  private final int count;
  private final long[] bytes; // What each buffer must hold at least.
  private final long stream;

  BoundPrimitive(Primitive primitive, List<Operand> operands) {
    this.primitive = primitive;
    this.count = operands.size();
    this.pairs = Arena.ofAuto().allocate(Math.max(1, count) * PAIR_BYTES, POINTER.byteAlignment());
    this.handle = new NativeHandle(this, pairs.address(), new Memories(pairs, count));
    this.buffers = operands.stream().map(Operand::data).toArray(MemorySegment[]::new);
    this.bytes = new long[count];
    this.stream = CpuEngine.cpu().stream();
    for (int index = 0; index < count; index++) {
      Operand operand = operands.get(index);
      long offset = index * PAIR_BYTES;
      pairs.set(INT, offset, operand.argument());
      MemoryDescription layout = layoutFor(operand);
      bytes[index] = needed(layout, operand.data());
      pairs.set(POINTER, offset + MEMORY_OFFSET, memory(layout, operand.data().address()));
    }
  }

  private MemoryDescription layoutFor(Operand operand) {
    MemoryDescription layout = primitive.description().layout(operand.argument());
    if (layout.isNone()) {
      throw new IllegalArgumentException(
          "%s: given a buffer for argument %d, which it does not have; bind only what it asks for"
              .formatted(primitive, operand.argument()));
    }
    requireRoom(operand.argument(), operand.data(), needed(layout, operand.data()));
    return layout;
  }

  /** What the layout takes; how far it reaches is asked of oneDNN only where that is too much. */
  private static long needed(MemoryDescription layout, MemorySegment data) {
    return data.byteSize() < layout.bytes() ? layout.reach() : layout.bytes();
  }

  private static long memory(MemoryDescription layout, long address) {
    return NativeCall.create(
        () -> "bind " + layout,
        (out, arena) ->
            CREATE_MEMORY.call(out, layout.address(), CpuEngine.cpu().address(), address));
  }

  private void requireRoom(int argument, MemorySegment data, long needed) {
    if (!data.isNative() || data.byteSize() < needed) {
      throw new IllegalArgumentException(
          "%s: argument %d needs %d bytes of native memory, got %d of %s memory; allocate it by the layout's size"
              .formatted(
                  primitive,
                  argument,
                  needed,
                  data.byteSize(),
                  data.isNative() ? "native" : "heap"));
    }
  }

  /** Runs the primitive on its buffers and waits for it. */
  public void execute() {
    long arguments = handle.address();
    long executable = primitive.addressOrZero();
    if (arguments == 0 || executable == 0) {
      throw closed();
    }
    int status;
    try {
      status = (int) EXECUTE.invokeExact(executable, stream, count, arguments);
    } catch (Throwable failure) {
      throw NativeCall.unexpected(failure);
    } finally {
      Reference.reachabilityFence(this);
    }
    if (status != 0) {
      throw new OneDnnException(Status.explain("run " + primitive, status));
    }
  }

  /**
   * Replaces an operand's buffer by another of the same layout; allocates nothing.
   *
   * @param index the operand's index when this was bound
   */
  void replace(int index, MemorySegment data) {
    requireRoom(pairs.get(INT, index * PAIR_BYTES), data, bytes[index]);
    if (handle.address() == 0) {
      throw closed();
    }
    int status;
    try {
      long memory = pairs.get(POINTER, index * PAIR_BYTES + MEMORY_OFFSET);
      status = (int) SET_ADDRESS.invokeExact(memory, data.address());
    } catch (Throwable failure) {
      throw NativeCall.unexpected(failure);
    } finally {
      Reference.reachabilityFence(this);
    }
    if (status != 0) {
      throw new OneDnnException(Status.explain("rebind " + primitive, status));
    }
    buffers[index] = data;
  }

  private IllegalStateException closed() {
    return new IllegalStateException(
        primitive + ": run after it was closed; close it when no plan needs it any longer");
  }

  Primitive primitive() {
    return primitive;
  }

  @Override
  public void close() {
    handle.close();
  }

  /** Frees the memory objects; the buffers they point to are not theirs. */
  private record Memories(MemorySegment pairs, int count) implements NativeHandle.Destructor {
    @Override
    public void destroy(long address) throws Throwable {
      for (int index = 0; index < count; index++) {
        long memory = pairs.get(POINTER, index * PAIR_BYTES + MEMORY_OFFSET);
        if (memory != 0) {
          DESTROY_MEMORY.call(memory);
        }
      }
    }
  }
}
