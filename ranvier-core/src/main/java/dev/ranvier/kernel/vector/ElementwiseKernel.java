package dev.ranvier.kernel.vector;

import dev.ranvier.exec.Binding;
import dev.ranvier.exec.Kernel;
import dev.ranvier.exec.Workers;
import dev.ranvier.op.scalar.ScalarProgram;
import dev.ranvier.tensor.DType;
import dev.ranvier.tensor.Shape;
import dev.ranvier.tensor.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A scalar program over all elements of a shape, by a loop compiled for it.
 *
 * <p>The work is split into parts by its size alone, at multiples of {@link #PART_COLUMNS} columns,
 * so an element goes through the same instructions whatever the number of threads.
 */
public final class ElementwiseKernel implements Kernel {
  /** Elements below which a call is not worth sharing among threads. */
  static final int SERIAL_ELEMENTS = 1 << 15;

  /**
   * Elements of a part in one row: whole vectors of any length, and enough to pay for the
   * hand-over.
   */
  static final int PART_COLUMNS = 1 << 14;

  private final LoopKey key;
  private final LoopNest nest;
  private final Shape shape;
  private final Loop loop;
  private final Workers workers;

  private ElementwiseKernel(LoopKey key, LoopNest nest, Shape shape, Loop loop, Workers workers) {
    this.key = key;
    this.nest = nest;
    this.shape = shape;
    this.loop = loop;
    this.workers = workers;
  }

  /** The kernel for a program over operands that broadcast to a shape, if it can be compiled. */
  static Optional<Kernel> of(
      ScalarProgram program, Shape shape, List<TensorType> operands, Loops loops, Workers workers) {
    List<DType> dtypes = operands.stream().map(TensorType::dtype).toList();
    if (!dtypes.stream().allMatch(dtype -> dtype == DType.F32 || dtype == DType.I32)
        || shape.elements() > Integer.MAX_VALUE) {
      return Optional.empty();
    }
    LoopNest nest = LoopNest.of(shape, operands.stream().map(TensorType::shape).toList());
    LoopKey key = new LoopKey(program, dtypes, nest.accesses(), loops.form());
    return Optional.of(new ElementwiseKernel(key, nest, shape, loops.loop(key), workers));
  }

  @Override
  public boolean mayOverwrite(int input, int result) {
    // An input as large as the result is read once, where and when the result is written.
    long end = nest.blockOffsets().getLast()[input] + (long) nest.rows() * nest.columns();
    return nest.accesses().get(input) == Access.FULL
        && key.dtypes().get(input) == DType.F32
        && end == shape.elements();
  }

  @Override
  public Call bind(Binding binding) {
    int operands = key.accesses().size();
    int group = operands + key.program().outputs().size();
    long[] table = new long[nest.blocks() * group];
    for (int block = 0; block < nest.blocks(); block++) {
      for (int i = 0; i < operands; i++) {
        long start = nest.blockOffsets().get(block)[i] * key.dtypes().get(i).bytes();
        table[block * group + i] = binding.input(i).address() + start;
      }
      long start = (long) block * nest.rows() * nest.columns() * DType.F32.bytes();
      for (int i = operands; i < group; i++) {
        table[block * group + i] = binding.result(i - operands).address() + start;
      }
    }
    return new ElementwiseCall(loop, nest, table, workers, binding);
  }

  @Override
  public String describe() {
    String size = key.form() == LoopForm.VECTOR ? "f32x" + key.form().lanes() : "f32";
    return "generated, " + key.program().instructions().size() + " instructions, " + size;
  }

  /**
   * The program, one line an instruction, below a line for each operand that says how it is read.
   */
  public List<String> listing() {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < key.accesses().size(); i++) {
      lines.add(
          String.format("v%d: %s, %s", i, key.dtypes().get(i), key.accesses().get(i))
              .toLowerCase());
    }
    lines.addAll(key.program().describe());
    key.program().outputs().forEach(slot -> lines.add("result v" + slot));
    return lines;
  }
}
