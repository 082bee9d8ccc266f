package dev.ranvier.kernel.vector.loop;

import dev.ranvier.exec.Binding;
import dev.ranvier.exec.Kernel;
import dev.ranvier.kernel.vector.memory.BoundCall;
import dev.ranvier.op.BlockwiseOp;
import dev.ranvier.tensor.DType;
import dev.ranvier.tensor.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A scalar program over the blocks of rows, by a compiled loop that is called for each row.
 *
 * <p>It stays on the thread that calls it: who made the op has cut the work already.
 */
public final class BlockwiseKernel implements Kernel {
  /** A block in memory: of which operand, how far into its row, and how far apart rows are. */
  private record Block(boolean result, int tensor, long offset, long stride) {}

  private final List<Block> blocks = new ArrayList<>();
  private final int rows;
  private final int units;
  private final LoopKey key;
  private final Loop loop;

  private BlockwiseKernel(
      BlockwiseOp op, List<TensorType> inputs, List<TensorType> results, Loops loops) {
    rows = inputs.getFirst().shape().size(0);
    units = op.units(inputs.getFirst());
    List<DType> dtypes = new ArrayList<>();
    List<AccessPattern> accesses = new ArrayList<>();
    List<LoopOutput> outputs = new ArrayList<>();
    for (int i = 0; i < inputs.size(); i++) {
      boolean one = op.inputs().get(i) == BlockwiseOp.ONE_NUMBER;
      int count = add(false, i, Math.max(1, op.inputs().get(i)), inputs.get(i));
      for (int block = 0; block < count; block++) {
        dtypes.add(inputs.get(i).dtype());
        accesses.add(one ? AccessPattern.SINGLE : AccessPattern.FULL);
      }
    }
    for (int i = 0; i < results.size(); i++) {
      int count = add(true, i, op.results().get(i), results.get(i));
      for (int block = 0; block < count; block++) {
        outputs.add(new LoopOutput.Stored(results.get(i).dtype()));
      }
    }
    key = new LoopKey(op.program(), dtypes, accesses, outputs, loops.form());
    loop = loops.loop(key);
  }

  /** The kernel, where all element types are those that loops read and write. */
  public static Optional<Kernel> of(
      BlockwiseOp op, List<TensorType> inputs, List<TensorType> results, Loops loops) {
    boolean known =
        inputs.stream().map(TensorType::dtype).allMatch(BlockwiseKernel::isLoaded)
            && op.dtypes().stream().allMatch(type -> type == DType.F32 || type == DType.BF16);
    return known ? Optional.of(new BlockwiseKernel(op, inputs, results, loops)) : Optional.empty();
  }

  private static boolean isLoaded(DType dtype) {
    return dtype == DType.F32 || dtype == DType.BF16 || dtype == DType.I32;
  }

  private int add(boolean result, int tensor, int count, TensorType type) {
    boolean shared = type.shape().rank() == 1;
    int width = type.shape().size(-1);
    int bytes = type.dtype().bytes();
    for (int block = 0; block < count; block++) {
      blocks.add(
          new Block(
              result, tensor, (long) block * units * bytes, shared ? 0 : (long) width * bytes));
    }
    return count;
  }

  @Override
  public Call bind(Binding binding) {
    long[] table = new long[rows * blocks.size()];
    for (int row = 0; row < rows; row++) {
      for (int i = 0; i < blocks.size(); i++) {
        Block block = blocks.get(i);
        long start =
            block.result
                ? binding.result(block.tensor).address()
                : binding.input(block.tensor).address();
        table[row * blocks.size() + i] = start + block.offset + row * block.stride;
      }
    }
    return new BoundCall(binding, () -> run(table));
  }

  private void run(long[] table) {
    int group = blocks.size();
    for (int row = 0; row < rows; row++) {
      loop.run(table, row * group, units, row * units, 0, 1, 0, units);
    }
  }

  @Override
  public String describe() {
    return String.format(
        "generated, %d instructions, %d rows of %d units",
        key.program().instructions().size(), rows, units);
  }
}
