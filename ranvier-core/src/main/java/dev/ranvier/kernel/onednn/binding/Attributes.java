package dev.ranvier.kernel.onednn.binding;

import dev.ranvier.op.Elementwise;
import dev.ranvier.op.ReluOp;
import dev.ranvier.op.SigmoidOp;
import dev.ranvier.op.TanhOp;
import java.lang.invoke.MethodHandle;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How a primitive computes, besides its own parameters.
 *
 * <p>Scratch memory is always the user's: it is part of the plan's slab, nothing is allocated in a
 * step.
 *
 * @param postOperations what happens to the result before it is written, in order
 */
public record Attributes(List<PostOperation> postOperations) {

  private static final NativeFunction CREATE = NativeFunction.named("dnnl_primitive_attr_create");
  private static final NativeFunction DESTROY = NativeFunction.named("dnnl_primitive_attr_destroy");
  private static final NativeFunction SET_SCRATCHPAD =
      NativeFunction.named("dnnl_primitive_attr_set_scratchpad_mode");
  private static final NativeFunction SET_DETERMINISTIC =
      NativeFunction.named("dnnl_primitive_attr_set_deterministic");
  private static final NativeFunction SET_POST_OPERATIONS =
      NativeFunction.named("dnnl_primitive_attr_set_post_ops");

  private static final int USER_SCRATCHPAD = 1;
  private static final int YES = 1;

  /** Strict f32, no post-operations. */
  public static final Attributes PLAIN = new Attributes(List.of());

  public Attributes {
    postOperations = List.copyOf(postOperations);
  }

  /** The activation as a post-operation, where oneDNN has it. */
  public static Optional<Attributes> of(Optional<Elementwise> activation) {
    if (activation.isEmpty()) {
      return Optional.of(PLAIN);
    }
    return switch (activation.get()) {
      case ReluOp op -> Optional.of(PLAIN.with(new PostOperation.ParametricRelu()));
      case TanhOp op -> Optional.of(epilogue(EltwiseFunction.TANH));
      case SigmoidOp op -> Optional.of(epilogue(EltwiseFunction.LOGISTIC));
      default -> Optional.empty();
    };
  }

  private static Attributes epilogue(EltwiseFunction function) {
    return PLAIN.with(new PostOperation.Elementwise(function, 0, 0));
  }

  public Attributes with(PostOperation next) {
    return new Attributes(Stream.concat(postOperations.stream(), Stream.of(next)).toList());
  }

  /** First this operation, then those there are. */
  public Attributes withFirst(PostOperation first) {
    return new Attributes(Stream.concat(Stream.of(first), postOperations.stream()).toList());
  }

  /**
   * Makes a native copy; whoever asked for it calls {@link #destroy}.
   *
   * <p>oneDNN's cache finds a primitive by its parameters and attributes, whatever the number of
   * threads it was compiled for. So those that are confined to one thread are marked with an
   * attribute that changes nothing for them: what one thread computes is always the same.
   */
  long create() {
    long attributes =
        NativeCall.create(() -> "create attributes", (out, arena) -> CREATE.call(out));
    NativeCall.check(
        () -> "set the scratchpad mode", () -> SET_SCRATCHPAD.call(attributes, USER_SCRATCHPAD));
    if (GompWorkers.isAlone()) {
      NativeCall.check(
          () -> "mark what is confined to one thread",
          () -> SET_DETERMINISTIC.call(attributes, YES));
    }
    if (!postOperations.isEmpty()) {
      setPostOperations(attributes);
    }
    return attributes;
  }

  static void destroy(long attributes) {
    NativeCall.check(() -> "destroy attributes", () -> DESTROY.call(attributes));
  }

  private void setPostOperations(long attributes) {
    long chain = PostOperations.create(postOperations);
    try {
      NativeCall.check(
          () -> "set post-operations " + postOperations,
          () -> SET_POST_OPERATIONS.call(attributes, chain));
    } finally {
      PostOperations.destroy(chain);
    }
  }

  /** The chain of post-operations; bound apart, for most primitives have none. */
  private static final class PostOperations {
    private static final NativeFunction CREATE = NativeFunction.named("dnnl_post_ops_create");
    private static final NativeFunction DESTROY = NativeFunction.named("dnnl_post_ops_destroy");
    private static final MethodHandle APPEND_ELTWISE =
        NativeCall.status("dnnl_post_ops_append_eltwise", "piff");
    private static final MethodHandle APPEND_SUM =
        NativeCall.status("dnnl_post_ops_append_sum", "pfii");
    private static final NativeFunction APPEND_BINARY =
        NativeFunction.named("dnnl_post_ops_append_binary");

    private static final MethodHandle APPEND_PRELU =
        NativeCall.status("dnnl_post_ops_append_prelu", "pi");

    private static final int ADD = 0x1fff0; // dnnl_binary_add
    private static final int NO_ZERO_POINT = 0;
    private static final int ONE_FOR_ALL = 0;
    private static final int TYPE_OF_DESTINATION = 0;

    static long create(List<PostOperation> operations) {
      long chain =
          NativeCall.create(() -> "create post-operations", (out, arena) -> CREATE.call(out));
      for (PostOperation operation : operations) {
        NativeCall.check(
            () -> "append post-operation " + operation, () -> append(chain, operation));
      }
      return chain;
    }

    private static int append(long chain, PostOperation operation) throws Throwable {
      return switch (operation) {
        case PostOperation.Elementwise(var function, float alpha, float beta) ->
            (int) APPEND_ELTWISE.invokeExact(chain, function.code(), alpha, beta);
        case PostOperation.AddToDestination(float scale) ->
            (int) APPEND_SUM.invokeExact(chain, scale, NO_ZERO_POINT, TYPE_OF_DESTINATION);
        case PostOperation.ParametricRelu op -> (int) APPEND_PRELU.invokeExact(chain, ONE_FOR_ALL);
        case PostOperation.Add(var operand) -> APPEND_BINARY.call(chain, ADD, operand.address());
      };
    }

    static void destroy(long chain) {
      NativeCall.check(() -> "destroy post-operations", () -> DESTROY.call(chain));
    }
  }
}
