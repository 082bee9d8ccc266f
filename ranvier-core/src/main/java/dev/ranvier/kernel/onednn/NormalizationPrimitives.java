package dev.ranvier.kernel.onednn;

import java.lang.invoke.MethodHandle;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/**
 * Describes batch and layer normalization: scale (x - mean) / sqrt(variance + epsilon) + shift.
 *
 * <p>The backward pass reads the scale, not the shift, and refuses to be given it.
 *
 * <p>Batch normalization takes mean and variance per channel, over the batch and all positions;
 * layer normalization takes them per position, over the last axis. Training computes them (biased
 * variance) and leaves them in {@link Argument#MEAN} and {@link Argument#VARIANCE}; with {@link
 * Flag#GIVEN_STATISTICS} they are read.
 *
 * @param epsilon added to the variance
 * @param flags what else takes part
 */
record NormalizationPrimitives(float epsilon, Set<Flag> flags) {

  /** What else takes part ({@code dnnl_normalization_flags_t}). */
  enum Flag {
    /** Mean and variance are inputs. */
    GIVEN_STATISTICS(0x1),
    SCALE(0x2),
    SHIFT(0x4),
    /** max(0, x) follows; training leaves a workspace for the gradient. Batch only. */
    RELU(0x8);

    private final int code;

    Flag(int code) {
      this.code = code;
    }
  }

  private static final int BACKWARD = 128;
  private static final int BACKWARD_DATA = 160;

  NormalizationPrimitives {
    // In the order of declaration, so that messages do not vary.
    EnumSet<Flag> ordered = EnumSet.noneOf(Flag.class);
    ordered.addAll(flags);
    flags = Collections.unmodifiableSet(ordered);
  }

  PrimitiveDescription batchForward(
      Propagation propagation,
      MemoryDescription source,
      MemoryDescription destination,
      Attributes attributes) {
    return PrimitiveDescription.choose(
        () -> "batch normalization %s: source %s".formatted(flags, source),
        attributes,
        (out, attribute, arena) ->
            (int)
                BatchForward.CREATE.invokeExact(
                    out,
                    CpuEngine.cpu().address(),
                    propagation.code(),
                    source.address(),
                    destination.address(),
                    epsilon,
                    flagBits(),
                    attribute));
  }

  PrimitiveDescription batchBackward(
      PrimitiveDescription forward,
      MemoryDescription diffSource,
      MemoryDescription diffDestination,
      MemoryDescription source,
      Attributes attributes) {
    return PrimitiveDescription.choose(
        () -> "batch normalization %s backward: source %s".formatted(flags, source),
        attributes,
        (out, attribute, arena) ->
            (int)
                BatchBackward.CREATE.invokeExact(
                    out,
                    CpuEngine.cpu().address(),
                    backwardKind(),
                    diffSource.address(),
                    diffDestination.address(),
                    source.address(),
                    epsilon,
                    flagBits(),
                    forward.address(),
                    attribute));
  }

  /**
   * @param statistics the layout of mean and variance: the source's dimensions without the last
   */
  PrimitiveDescription layerForward(
      Propagation propagation,
      MemoryDescription source,
      MemoryDescription destination,
      MemoryDescription statistics,
      Attributes attributes) {
    return PrimitiveDescription.choose(
        () -> "layer normalization %s: source %s".formatted(flags, source),
        attributes,
        (out, attribute, arena) ->
            (int)
                LayerForward.CREATE.invokeExact(
                    out,
                    CpuEngine.cpu().address(),
                    propagation.code(),
                    source.address(),
                    destination.address(),
                    statistics.address(),
                    epsilon,
                    flagBits(),
                    attribute));
  }

  PrimitiveDescription layerBackward(
      PrimitiveDescription forward,
      MemoryDescription diffSource,
      MemoryDescription diffDestination,
      MemoryDescription source,
      MemoryDescription statistics,
      Attributes attributes) {
    return PrimitiveDescription.choose(
        () -> "layer normalization %s backward: source %s".formatted(flags, source),
        attributes,
        (out, attribute, arena) ->
            (int)
                LayerBackward.CREATE.invokeExact(
                    out,
                    CpuEngine.cpu().address(),
                    backwardKind(),
                    diffSource.address(),
                    diffDestination.address(),
                    source.address(),
                    statistics.address(),
                    epsilon,
                    flagBits(),
                    forward.address(),
                    attribute));
  }

  private int flagBits() {
    return flags.stream().mapToInt(flag -> flag.code).sum();
  }

  /** The full backward pass exists only where there are parameters to give gradients for. */
  private int backwardKind() {
    return flags.contains(Flag.SCALE) || flags.contains(Flag.SHIFT) ? BACKWARD : BACKWARD_DATA;
  }

  private static final class BatchForward {
    static final MethodHandle CREATE =
        NativeCall.status("dnnl_batch_normalization_forward_primitive_desc_create", "ppippfip");
  }

  private static final class BatchBackward {
    static final MethodHandle CREATE =
        NativeCall.status("dnnl_batch_normalization_backward_primitive_desc_create", "ppipppfipp");
  }

  private static final class LayerForward {
    static final MethodHandle CREATE =
        NativeCall.status("dnnl_layer_normalization_forward_primitive_desc_create", "ppipppfip");
  }

  private static final class LayerBackward {
    static final MethodHandle CREATE =
        NativeCall.status("dnnl_layer_normalization_backward_primitive_desc_create", "ppippppfipp");
  }
}
