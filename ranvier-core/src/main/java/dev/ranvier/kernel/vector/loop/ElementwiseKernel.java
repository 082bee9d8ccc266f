package dev.ranvier.kernel.vector.loop;

import dev.ranvier.exec.Binding;
import dev.ranvier.exec.Kernel;
import dev.ranvier.exec.Workers;
import dev.ranvier.op.FusedOp;
import dev.ranvier.op.Outcome;
import dev.ranvier.op.scalar.Fold;
import dev.ranvier.tensor.DType;
import dev.ranvier.tensor.Shape;
import dev.ranvier.tensor.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A scalar program over all elements of a shape, by a loop compiled for it; what it computes is
 * stored, or summed up as it goes.
 */
public final class ElementwiseKernel implements Kernel {
  private static final int ALIGNMENT = 64;

  private final LoopKey key;
  private final Shape shape;
  private final LoopNest nest;
  private final LoopTiling tiling;
  private final List<Accumulators> accumulators;
  private final Loop loop;
  private final Workers workers;

  private ElementwiseKernel(LoopKey key, Shape shape, LoopNest nest, Loop loop, Workers workers) {
    this.key = key;
    this.shape = shape;
    this.nest = nest;
    this.loop = loop;
    this.workers = workers;
    tiling = LoopTiling.of(nest.wide(key.form().lanes()), key.reduces());
    accumulators = accumulators();
  }

  /** The kernel for a program over operands that broadcast to its shape, if there is one. */
  public static Optional<Kernel> of(
      FusedOp op, List<TensorType> operands, Loops loops, Workers workers) {
    List<DType> dtypes = operands.stream().map(TensorType::dtype).toList();
    if (!dtypes.stream().allMatch(ElementwiseKernel::isLoaded)
        || !op.outcomes().stream().allMatch(ElementwiseKernel::isStored)
        || op.shape().elements() > Integer.MAX_VALUE) {
      return Optional.empty();
    }
    Stream<Shape> reduced =
        op.outcomes().stream()
            .filter(outcome -> outcome instanceof Outcome.Reduced)
            .map(outcome -> outcome.type(op.shape()).shape());
    LoopNest nest =
        LoopNest.of(
            op.shape(), Stream.concat(operands.stream().map(TensorType::shape), reduced).toList());
    List<LoopOutput> outputs = new ArrayList<>();
    int number = operands.size();
    for (Outcome outcome : op.outcomes()) {
      outputs.add(
          switch (outcome) {
            case Outcome.Stored(DType dtype) -> new LoopOutput.Stored(dtype);
            case Outcome.Reduced(Fold function, List<Integer> axes) ->
                new LoopOutput.Combined(function, nest.accesses().get(number++));
          });
    }
    LoopKey key =
        new LoopKey(
            op.program(),
            dtypes,
            nest.accesses().subList(0, operands.size()),
            outputs,
            loops.form());
    return Optional.of(new ElementwiseKernel(key, op.shape(), nest, loops.loop(key), workers));
  }

  private static boolean isLoaded(DType dtype) {
    return switch (dtype) {
      case F32, BF16, I32 -> true;
      case F64, U8 -> false;
    };
  }

  private static boolean isStored(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Stored(DType dtype) -> dtype == DType.F32 || dtype == DType.BF16;
      case Outcome.Reduced reduced -> true;
    };
  }

  private List<Accumulators> accumulators() {
    List<Accumulators> all = new ArrayList<>();
    int number = key.dtypes().size();
    for (LoopOutput output : key.outputs()) {
      if (output instanceof LoopOutput.Combined combined) {
        LoopForm form = key.form();
        all.add(
            new Accumulators(
                combined,
                tiling,
                number++,
                nest.columns(),
                form.accumulators(),
                form.reductions()));
      }
    }
    return all;
  }

  @Override
  public long scratchBytes() {
    long repeated = IntStream.range(0, key.dtypes().size()).mapToLong(this::repeatedBytes).sum();
    return repeated + accumulators.stream().mapToLong(Accumulators::bytes).sum();
  }

  /** Bytes of an operand's repeated rows; 0 where it is read as it is. */
  private long repeatedBytes(int operand) {
    boolean wider = tiling.nest().columns() > nest.columns();
    if (!wider || key.accesses().get(operand) != AccessPattern.EACH_ROW) {
      return 0;
    }
    long bytes = (long) tiling.nest().columns() * key.dtypes().get(operand).bytes();
    return Math.ceilDiv(bytes, ALIGNMENT) * ALIGNMENT;
  }

  @Override
  public boolean mayOverwrite(int input, int result) {
    // An input as large as the result is read once, where and when the result is written.
    long end = nest.blockOffsets().getLast()[input] + (long) nest.rows() * nest.columns();
    return key.outputs().get(result) instanceof LoopOutput.Stored(DType dtype)
        && key.accesses().get(input) == AccessPattern.FULL
        && key.dtypes().get(input).bytes() == dtype.bytes()
        && end == shape.elements();
  }

  @Override
  public Call bind(Binding binding) {
    long scratch = binding.scratch().address();
    List<BroadcastRow> repeated = new ArrayList<>();
    long[] operands = new long[key.dtypes().size()];
    for (int i = 0; i < operands.length; i++) {
      operands[i] = binding.input(i).address();
      if (repeatedBytes(i) > 0) {
        long row = (long) nest.columns() * key.dtypes().get(i).bytes();
        int times = tiling.nest().columns() / nest.columns();
        repeated.add(new BroadcastRow(operands[i], scratch, row, times));
        operands[i] = scratch;
        scratch += repeatedBytes(i);
      }
    }
    List<Accumulators.Bound> bound = new ArrayList<>();
    for (int i = 0; i < key.outputs().size(); i++) {
      if (key.outputs().get(i) instanceof LoopOutput.Combined) {
        Accumulators layout = accumulators.get(bound.size());
        int elements = binding.results().get(i).shape().elementCount();
        bound.add(layout.bind(scratch, binding.result(i).address(), elements));
        scratch += layout.bytes();
      }
    }
    long[] table = table(operands, binding, bound);
    return new ElementwiseCall(loop, tiling, table, repeated, bound, workers, binding);
  }

  /** For every tile, the addresses of operands and outputs as its loop takes them. */
  private long[] table(long[] operands, Binding binding, List<Accumulators.Bound> bound) {
    int group = operands.length + key.outputs().size();
    long[] table = new long[tiling.tiles() * group];
    for (int tile = 0; tile < tiling.tiles(); tile++) {
      int block = tiling.block(tile);
      int next = tile * group;
      for (int i = 0; i < operands.length; i++) {
        long start = nest.blockOffsets().get(block)[i] * key.dtypes().get(i).bytes();
        table[next++] = operands[i] + start;
      }
      int reduced = 0;
      for (int i = 0; i < key.outputs().size(); i++) {
        long first = (long) block * nest.rows() * nest.columns();
        table[next++] =
            switch (key.outputs().get(i)) {
              case LoopOutput.Stored(DType dtype) ->
                  binding.result(i).address() + first * dtype.bytes();
              case LoopOutput.Combined combined -> bound.get(reduced++).origin(tile);
            };
      }
    }
    return table;
  }

  @Override
  public String describe() {
    String size = key.form() == LoopForm.VECTOR ? "f32x" + key.form().lanes() : "f32";
    return "generated, " + key.program().instructions().size() + " instructions, " + size;
  }

  @Override
  public List<String> listing() {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < key.accesses().size(); i++) {
      String dtype = key.dtypes().get(i).name().toLowerCase(Locale.ROOT);
      lines.add(String.format("v%d: %s, %s", i, dtype, key.accesses().get(i).describe()));
    }
    lines.addAll(key.program().describe());
    for (int i = 0; i < key.outputs().size(); i++) {
      String value = "v" + key.program().outputs().get(i);
      lines.add("result " + i + ": " + key.outputs().get(i).describe(value));
    }
    return lines;
  }
}
