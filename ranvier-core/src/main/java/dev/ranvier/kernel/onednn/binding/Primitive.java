package dev.ranvier.kernel.onednn.binding;

import java.util.stream.Stream;

/**
 * A compiled primitive; bind it to buffers to run it.
 *
 * <p>One primitive serves any number of bindings, and may outlive or be outlived by its
 * description.
 */
public final class Primitive implements AutoCloseable {

  private static final NativeFunction CREATE = NativeFunction.named("dnnl_primitive_create");
  private static final NativeFunction DESTROY = NativeFunction.named("dnnl_primitive_destroy");

  private final PrimitiveDescription description;
  private final NativeHandle handle;

  Primitive(PrimitiveDescription description) {
    this.description = description;
    long address =
        NativeCall.create(
            () -> "compile " + description,
            (out, arena) -> CREATE.call(out, description.address()));
    this.handle = new NativeHandle(this, address, Primitive::destroy);
  }

  PrimitiveDescription description() {
    return description;
  }

  /** Ties the primitive to buffers, so that running it is one call; see {@link Operand}. */
  public BoundPrimitive bind(Operand... operands) {
    return new BoundPrimitive(
        this, Stream.concat(Stream.of(operands), description.slopes().stream()).toList());
  }

  /** Where the native primitive is; zero once closed. */
  long addressOrZero() {
    return handle.address();
  }

  @Override
  public void close() {
    handle.close();
  }

  @Override
  public String toString() {
    return description.toString();
  }

  private static void destroy(long address) throws Throwable {
    DESTROY.call(address);
  }
}
