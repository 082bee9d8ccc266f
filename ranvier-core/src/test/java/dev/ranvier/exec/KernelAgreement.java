package dev.ranvier.exec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ranvier.graph.Application;
import dev.ranvier.graph.Input;
import dev.ranvier.graph.Op;
import dev.ranvier.op.BatchMatMulOp;
import dev.ranvier.op.BiasedOp;
import dev.ranvier.op.BiasedResidualOp;
import dev.ranvier.op.LowPrecisionOp;
import dev.ranvier.op.MatMulOp;
import dev.ranvier.op.OpExample;
import dev.ranvier.op.conv.Convolution2dFilterGradientOp;
import dev.ranvier.op.conv.Convolution2dInputGradientOp;
import dev.ranvier.op.conv.Convolution2dOp;
import dev.ranvier.tensor.CounterRandom;
import dev.ranvier.tensor.DType;
import dev.ranvier.tensor.NativeMemory;
import dev.ranvier.tensor.NdArray;
import dev.ranvier.tensor.Shape;
import dev.ranvier.tensor.Tensor;
import dev.ranvier.tensor.TensorType;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Compares kernels of some backends with the definitions of their ops.
 *
 * <p>Results lie between guards that no kernel may touch, scratch memory begins full of NaN, and
 * where a kernel says it may write over an input, it is run that way too.
 *
 * @param backends whose kernels are tried, each by itself
 * @param tolerance the largest error allowed for floating results before they are rounded to their
 *     type, relative to the greatest value expected
 */
public record KernelAgreement(List<? extends Backend> backends, double tolerance) {
  private static final long GUARD_BYTES = 256;
  private static final byte GUARD = 0x5A;
  private static final long MOST_ELEMENTS = 20_000;
  private static final double[] SPECIAL = {
    Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, -0.0
  };

  /** Asserts that every backend has a kernel for the example that computes what the op says. */
  public void check(OpExample example, long seed) {
    List<NdArray> values = inputs(example, seed).stream().map(Tensor::toNdArray).toList();
    List<NdArray> expected = example.op().evaluate(values);
    for (Backend backend : backends) {
      String context = backend + ": " + example + ", seed " + seed;
      Kernel kernel =
          kernel(backend, example)
              .orElseThrow(() -> new AssertionError(context + ": there is no kernel"));
      List<Tensor> results = run(kernel, example, inputs(example, seed), -1, -1, context);
      for (int i = 0; i < expected.size(); i++) {
        assertClose(results.get(i), expected.get(i), context + ", result " + i);
      }
      checkOverwriting(kernel, example, seed, results, context);
      checkPacked(kernel, example, seed, expected, context);
      checkSpecial(kernel, example, seed, context);
    }
  }

  /** With NaN, infinities and −0 here and there, in one input at a time. */
  private void checkSpecial(Kernel kernel, OpExample example, long seed, String context) {
    if (example.inputs().stream().anyMatch(type -> type.shape().elements() > MOST_ELEMENTS)) {
      return; // the same code as for the smaller ones, and the definition takes its time
    }
    for (int input = 0; input < example.inputs().size(); input++) {
      if (!example.inputs().get(input).dtype().isFloating()) {
        continue;
      }
      for (double special : SPECIAL) {
        List<Tensor> inputs = inputs(example, seed);
        strew(special, inputs.get(input), CounterRandom.of(seed, 6, input));
        List<NdArray> expected =
            example.op().evaluate(inputs.stream().map(Tensor::toNdArray).toList());
        String how = context + ", " + special + " in input " + input;
        List<Tensor> results = run(kernel, example, inputs, -1, -1, how);
        for (int i = 0; i < expected.size(); i++) {
          assertSpecial(results.get(i), expected.get(i), spreads(example.op()), how);
        }
      }
    }
  }

  /** One element in forty, at least one. */
  private static void strew(double special, Tensor tensor, CounterRandom random) {
    int elements = Math.toIntExact(tensor.shape().elements());
    for (int i = 0; i <= elements / 40; i++) {
      tensor.setDouble((int) (random.uniform(i) * elements), special);
    }
  }

  /** Sums of products: a number that is not finite may reach neighbours, multiplied by zeros. */
  private static boolean spreads(Op op) {
    return switch (op) {
      case LowPrecisionOp(Op base, var types) -> spreads(base);
      case BiasedOp product -> true;
      case BiasedResidualOp product -> true;
      case MatMulOp product -> true;
      case BatchMatMulOp product -> true;
      case Convolution2dOp product -> true;
      case Convolution2dInputGradientOp product -> true;
      case Convolution2dFilterGradientOp product -> true;
      default -> false;
    };
  }

  /** Asserts that all backends give the same bits. */
  public void checkSameBits(OpExample example, long seed) {
    List<Tensor> first = null;
    for (Backend backend : backends) {
      String context = backend + ": " + example + ", seed " + seed;
      Kernel kernel = kernel(backend, example).orElseThrow();
      List<Tensor> results = run(kernel, example, inputs(example, seed), -1, -1, context);
      first = first == null ? results : first;
      for (int i = 0; i < results.size(); i++) {
        assertSameBits(results.get(i), first.get(i), context + ", result " + i);
      }
    }
  }

  private void checkPacked(
      Kernel kernel, OpExample example, long seed, List<NdArray> expected, String context) {
    Set<Integer> all =
        IntStream.range(0, example.inputs().size()).boxed().collect(Collectors.toSet());
    Optional<PackedKernel> offer = kernel.packed(all);
    if (offer.isEmpty()) {
      return;
    }
    List<Tensor> inputs = inputs(example, seed);
    offer
        .get()
        .packings()
        .forEach(
            (input, packing) -> {
              Tensor packed =
                  Tensor.zeros(
                      new TensorType(DType.U8, Shape.of(Math.toIntExact(packing.bytes()))));
              packing.bind(inputs.get(input).memory(), packed.memory()).run();
              inputs.set(input, packed);
            });
    Kernel packed = offer.get().kernel();
    List<Tensor> results = new ArrayList<>();
    example.op().infer(example.inputs()).forEach(type -> results.add(guarded(type)));
    packed.bind(new Binding(inputs, results, NativeMemory.allocate(packed.scratchBytes()))).run();
    for (int i = 0; i < expected.size(); i++) {
      assertClose(results.get(i), expected.get(i), context + ", packed, result " + i);
      assertGuards(results.get(i), context + ", packed, result " + i);
    }
  }

  private static void checkOverwriting(
      Kernel kernel, OpExample example, long seed, List<Tensor> expected, String context) {
    for (int input = 0; input < example.inputs().size(); input++) {
      for (int result = 0; result < expected.size(); result++) {
        boolean sameSize =
            example.inputs().get(input).bytes() == expected.get(result).type().bytes();
        if (sameSize && kernel.mayOverwrite(input, result)) {
          String how = context + ", result " + result + " over input " + input;
          List<Tensor> over = run(kernel, example, inputs(example, seed), input, result, how);
          for (int i = 0; i < expected.size(); i++) {
            assertSameBits(over.get(i), expected.get(i), how);
          }
        }
      }
    }
  }

  /** A backend's kernel for an example. */
  public static Optional<Kernel> kernel(Backend backend, OpExample example) {
    List<Input> inputs = new ArrayList<>();
    for (TensorType type : example.inputs()) {
      inputs.add(new Input("input" + inputs.size(), type));
    }
    return backend.kernel(Application.of(example.op(), inputs));
  }

  /** The example's inputs in guarded memory. */
  public static List<Tensor> inputs(OpExample example, long seed) {
    List<NdArray> drawn = example.draw(CounterRandom.of(seed, 5, 0));
    List<Tensor> inputs = new ArrayList<>();
    for (int i = 0; i < drawn.size(); i++) {
      Tensor tensor = guarded(example.inputs().get(i));
      tensor.copyFrom(drawn.get(i));
      inputs.add(tensor);
    }
    return inputs;
  }

  private static List<Tensor> run(
      Kernel kernel,
      OpExample example,
      List<Tensor> inputs,
      int overInput,
      int overResult,
      String context) {
    List<Tensor> results = new ArrayList<>();
    for (TensorType type : example.op().infer(example.inputs())) {
      results.add(
          results.size() == overResult
              ? Tensor.view(type, inputs.get(overInput).memory())
              : guarded(type));
    }
    MemorySegment scratch = NativeMemory.allocate(kernel.scratchBytes());
    Kernel.Call call = kernel.bind(new Binding(inputs, results, scratch));
    List<Tensor> before = inputs.stream().map(Tensor::copy).toList();
    for (int time = 0; time < 2; time++) {
      for (int i = 0; i < inputs.size(); i++) {
        inputs.get(i).copyFrom(before.get(i));
      }
      scratch.fill((byte) 0xFF);
      call.run();
    }
    for (int i = 0; i < results.size(); i++) {
      assertGuards(results.get(i), context + ", result " + i);
    }
    for (int i = 0; i < inputs.size(); i++) {
      if (i != overInput) {
        assertSameBits(inputs.get(i), before.get(i), context + ", input " + i);
      }
    }
    return results;
  }

  private static Tensor guarded(TensorType type) {
    MemorySegment memory = NativeMemory.allocate(type.bytes() + 2 * GUARD_BYTES);
    memory.fill(GUARD);
    return Tensor.view(type, memory.asSlice(GUARD_BYTES, type.bytes()));
  }

  /** The guards lie around the tensor, in memory that its segment does not cover. */
  @SuppressWarnings("restricted")
  private static void assertGuards(Tensor tensor, String context) {
    long start = tensor.memory().address();
    long end = start + tensor.type().bytes();
    for (long from : new long[] {start - GUARD_BYTES, end}) {
      byte[] guard =
          MemorySegment.ofAddress(from).reinterpret(GUARD_BYTES).toArray(ValueLayout.JAVA_BYTE);
      for (byte value : guard) {
        assertThat(value).as("%s: written outside of the result", context).isEqualTo(GUARD);
      }
    }
  }

  private void assertClose(Tensor actual, NdArray expected, String context) {
    double scale = 1e-30;
    for (double value : expected.data()) {
      scale = Double.isFinite(value) ? Math.max(scale, Math.abs(value)) : scale;
    }
    double allowed = actual.dtype().isFloating() ? tolerance * scale : 0;
    double rounding = actual.dtype() == DType.BF16 ? 0x1.01p-8 : 0;
    for (int i = 0; i < expected.data().length; i++) {
      double wanted = expected.data()[i];
      double got = actual.getDouble(i);
      boolean close =
          Double.isFinite(wanted)
              ? Math.abs(got - wanted) <= allowed + rounding * Math.abs(wanted)
              : Double.compare(got, wanted) == 0;
      if (!close) {
        throw new AssertionError(
            String.format(
                "%s: element %d is %s, expected %s within %s", context, i, got, wanted, allowed));
      }
    }
  }

  /** NaN stays NaN and an infinity an infinity; in sums of products an infinity may become NaN. */
  private void assertSpecial(Tensor actual, NdArray expected, boolean spreads, String context) {
    double scale = 1e-30;
    for (double value : expected.data()) {
      scale = Double.isFinite(value) ? Math.max(scale, Math.abs(value)) : scale;
    }
    double allowed = actual.dtype().isFloating() ? tolerance * scale : 0;
    double rounding = actual.dtype() == DType.BF16 ? 0x1.01p-8 : 0;
    for (int i = 0; i < expected.data().length; i++) {
      double wanted = expected.data()[i];
      double got = actual.getDouble(i);
      boolean right =
          Double.isFinite(wanted)
              ? Math.abs(got - wanted) <= allowed + rounding * Math.abs(wanted)
                  || spreads && !Double.isFinite(got)
              : spreads && !Double.isNaN(wanted)
                  ? !Double.isFinite(got)
                  : Double.compare(got, wanted) == 0;
      boolean sameZero = spreads || wanted != 0 || got != 0 || Double.compare(got, wanted) == 0;
      if (!right || !sameZero) {
        throw new AssertionError(
            String.format("%s: element %d is %s, expected %s", context, i, got, wanted));
      }
    }
  }

  private static void assertSameBits(Tensor actual, Tensor expected, String context) {
    long different = actual.memory().mismatch(expected.memory());
    if (different >= 0) {
      long i = different / expected.dtype().bytes();
      throw new AssertionError(
          String.format(
              "%s: element %d is %s, expected exactly %s",
              context, i, actual.getDouble(i), expected.getDouble(i)));
    }
  }
}
