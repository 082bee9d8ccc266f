package dev.ranvier.kernel.onednn;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.ref.Reference;
import java.util.function.Supplier;

/**
 * A primitive as chosen but not compiled: which implementation, with which layouts and how much
 * scratch memory.
 *
 * <p>Cheap next to {@link #compile}. A backward primitive is chosen with its forward one as a hint.
 */
final class PrimitiveDescription implements AutoCloseable {

  private static final MethodHandle QUERY = NativeCall.status("dnnl_primitive_desc_query", "piip");
  private static final MethodHandle QUERY_MEMORY =
      NativeCall.pointer("dnnl_primitive_desc_query_md", "pii");
  private static final MethodHandle DESTROY = NativeCall.status("dnnl_primitive_desc_destroy", "p");

  // Places in dnnl_query_t.
  private static final int IMPLEMENTATION = 8;
  private static final int EXECUTION_ARGUMENT = 255;

  private static final int LONGEST_NAME = 256;

  private final NativeHandle handle;
  private final Supplier<String> text;

  private PrimitiveDescription(long address, Supplier<String> text) {
    this.handle = new NativeHandle(this, address, PrimitiveDescription::destroy);
    this.text = text;
  }

  /** A C function that chooses a primitive. */
  interface Choosing {
    int call(long out, long attributes, Arena arena) throws Throwable;
  }

  /**
   * Chooses a primitive.
   *
   * @param text names the primitive and its shapes, for messages
   */
  static PrimitiveDescription choose(
      Supplier<String> text, Attributes attributes, Choosing choosing) {
    long nativeAttributes = attributes.create();
    try {
      long address =
          NativeCall.create(
              () -> text.get() + operations(attributes),
              (out, arena) -> choosing.call(out, nativeAttributes, arena));
      return new PrimitiveDescription(address, text);
    } finally {
      Attributes.destroy(nativeAttributes);
      Reference.reachabilityFence(attributes);
    }
  }

  private static String operations(Attributes attributes) {
    return attributes.postOperations().isEmpty() ? "" : " then " + attributes.postOperations();
  }

  /** Compiles the primitive, or finds it compiled in oneDNN's cache. */
  Primitive compile() {
    return new Primitive(this);
  }

  /**
   * The layout a primitive wants for one of its {@link Argument}s; {@code none} where it has no
   * such argument.
   */
  MemoryDescription layout(int argument) {
    try {
      long description =
          NativeCall.get(
              () -> (long) QUERY_MEMORY.invokeExact(address(), EXECUTION_ARGUMENT, argument));
      return MemoryDescription.copyOf(description);
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  /** Bytes of scratch memory an execution needs; what is in it does not matter. */
  long scratchpadBytes() {
    return layout(Argument.SCRATCHPAD).bytes();
  }

  /** Bytes of workspace that the forward pass leaves for the backward pass. */
  long workspaceBytes() {
    return layout(Argument.WORKSPACE).bytes();
  }

  /** The implementation chosen, in oneDNN's words, for example {@code brg_matmul:avx2}. */
  @SuppressWarnings("restricted") // oneDNN returns a pointer to a short C string.
  String implementation() {
    try {
      long pointer =
          NativeCall.create(
              () -> "query " + this,
              (out, arena) -> (int) QUERY.invokeExact(address(), IMPLEMENTATION, 0, out));
      return MemorySegment.ofAddress(pointer).reinterpret(LONGEST_NAME).getString(0);
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  long address() {
    return handle.liveAddress(text);
  }

  @Override
  public void close() {
    handle.close();
  }

  @Override
  public String toString() {
    return text.get();
  }

  private static void destroy(long address) throws Throwable {
    int ignored = (int) DESTROY.invokeExact(address);
  }
}
