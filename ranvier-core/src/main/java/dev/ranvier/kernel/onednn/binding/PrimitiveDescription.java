package dev.ranvier.kernel.onednn.binding;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * A primitive as chosen but not compiled: which implementation, with which layouts and how much
 * scratch memory.
 *
 * <p>Cheap next to {@link #compile}. A backward primitive is chosen with its forward one as a hint.
 */
public final class PrimitiveDescription implements AutoCloseable {

  private static final NativeFunction QUERY = NativeFunction.named("dnnl_primitive_desc_query");
  private static final NativeFunction QUERY_MEMORY =
      NativeFunction.named("dnnl_primitive_desc_query_md");
  private static final NativeFunction DESTROY = NativeFunction.named("dnnl_primitive_desc_destroy");

  // Values of dnnl_query_t.
  private static final int IMPLEMENTATION = 8;
  private static final int EXECUTION_ARGUMENT = 255;

  private static final int LONGEST_NAME = 256;

  private static final long[] ONE = {1};
  private static final MemorySegment SLOPE =
      Arena.global().allocateFrom(ValueLayout.JAVA_FLOAT, -0f);

  private final NativeHandle handle;
  private final Request request;

  private PrimitiveDescription(long address, Request request) {
    this.handle = new NativeHandle(this, address, PrimitiveDescription::destroy);
    this.request = request;
  }

  /** A C function that chooses a primitive. */
  public interface Choosing {
    int call(long out, long attributes, Arena arena) throws Throwable;
  }

  /** What was asked for, kept to ask again for another implementation. */
  private record Request(Supplier<String> text, Attributes attributes, Choosing choosing) {

    /** The first implementation that can do it; its iterator goes on to the others. */
    long create() {
      long nativeAttributes = attributes.create();
      try {
        return NativeCall.create(
            () -> text.get() + operations(attributes),
            (out, arena) -> choosing.call(out, nativeAttributes, arena));
      } finally {
        Attributes.destroy(nativeAttributes);
        Reference.reachabilityFence(attributes);
      }
    }
  }

  /**
   * Chooses a primitive: the first implementation in oneDNN's order of preference.
   *
   * @param text names the primitive and its shapes, for messages
   */
  public static PrimitiveDescription choose(
      Supplier<String> text, Attributes attributes, Choosing choosing) {
    Request request = new Request(text, attributes, choosing);
    return new PrimitiveDescription(request.create(), request);
  }

  /**
   * The same primitive by another implementation; empty where none of that name can do it.
   *
   * <p>oneDNN's first choice is not always the fastest one.
   *
   * @param name how {@link #implementation} starts, for example {@code jit:avx2}
   */
  public Optional<PrimitiveDescription> by(String name) {
    PrimitiveDescription offer = new PrimitiveDescription(request.create(), request);
    do {
      if (offer.implementation().startsWith(name)) {
        return Optional.of(offer);
      }
    } while (offer.advance());
    offer.close();
    return Optional.empty();
  }

  /** By an implementation of a name if there is one, else as it is; see {@link #by}. */
  public PrimitiveDescription preferably(Optional<String> name) {
    return name.flatMap(this::by).orElse(this);
  }

  /** The names of all implementations that can do it, as oneDNN prefers them. */
  public List<String> implementations() {
    Set<String> names = new LinkedHashSet<>();
    try (PrimitiveDescription offer = new PrimitiveDescription(request.create(), request)) {
      do {
        names.add(offer.implementation());
      } while (offer.advance());
    }
    return List.copyOf(names);
  }

  private boolean advance() {
    try {
      return NativeCall.get(() -> NextImplementation.GO.call(address())) == 0;
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  private static String operations(Attributes attributes) {
    return attributes.postOperations().isEmpty() ? "" : " then " + attributes.postOperations();
  }

  /** Compiles the primitive, or finds it compiled in oneDNN's cache. */
  public Primitive compile() {
    return new Primitive(this);
  }

  /**
   * The layout a primitive wants for one of its {@link Argument}s; {@code none} where it has no
   * such argument.
   */
  public MemoryDescription layout(int argument) {
    if (slopes().stream().anyMatch(slope -> slope.argument() == argument)) {
      return MemoryDescription.rowMajor(DataType.F32, ONE); // oneDNN does not tell of these
    }
    try {
      long description =
          NativeCall.get(() -> QUERY_MEMORY.callForLong(address(), EXECUTION_ARGUMENT, argument));
      return MemoryDescription.copyOf(description);
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  /** What its post-operations read, to be bound with the user's operands. */
  List<Operand> slopes() {
    List<PostOperation> operations = request.attributes.postOperations();
    List<Operand> slopes = new ArrayList<>();
    for (int i = 0; i < operations.size(); i++) {
      if (operations.get(i) instanceof PostOperation.ParametricRelu) {
        slopes.add(Operand.of(Argument.postWeights(i), SLOPE));
      }
    }
    return slopes;
  }

  /** Bytes of scratch memory an execution needs; what is in it does not matter. */
  public long scratchpadBytes() {
    return layout(Argument.SCRATCHPAD).bytes();
  }

  /** The implementation chosen, in oneDNN's words, for example {@code brg_matmul:avx2}. */
  @SuppressWarnings("restricted") // oneDNN returns a pointer to a short C string.
  public String implementation() {
    try {
      long pointer =
          NativeCall.create(
              () -> "query " + this, (out, arena) -> QUERY.call(address(), IMPLEMENTATION, 0, out));
      return MemorySegment.ofAddress(pointer).reinterpret(LONGEST_NAME).getString(0);
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  public long address() {
    return handle.liveAddress(request.text);
  }

  @Override
  public void close() {
    handle.close();
  }

  @Override
  public String toString() {
    return request.text.get();
  }

  /** Bound apart, for it is seldom asked. */
  private static final class NextImplementation {
    static final NativeFunction GO = NativeFunction.named("dnnl_primitive_desc_next_impl");
  }

  private static void destroy(long address) throws Throwable {
    DESTROY.call(address);
  }
}
