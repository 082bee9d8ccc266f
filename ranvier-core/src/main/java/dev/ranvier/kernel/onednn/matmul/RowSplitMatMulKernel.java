package dev.ranvier.kernel.onednn.matmul;

import dev.ranvier.exec.Binding;
import dev.ranvier.exec.Kernel;
import dev.ranvier.exec.Workers;
import dev.ranvier.kernel.onednn.binding.GompWorkers;
import dev.ranvier.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A GEMM of which every thread computes neighbouring rows by itself.
 *
 * <p>Loops over rows of a batch or of a matrix of weights are cut the same way. So a thread finds
 * most of what it reads near its core, and what it writes was last read there: where cores are far
 * from each other, oneDNN's own cut, whatever it is, takes up to half as long again.
 */
public final class RowSplitMatMulKernel implements Kernel {
  /**
   * One thread's share.
   *
   * @param kernel stays on the thread that calls it
   * @param first its first row
   */
  record Part(Kernel kernel, int first) {}

  /** A buffer of which a share is bound to a part: where row {@code first} begins, in bytes. */
  record Cut(boolean result, int index, long rowBytes) {}

  private final List<Part> parts;
  private final List<Cut> cuts;
  private final Workers workers;
  private final long partScratchBytes;

  RowSplitMatMulKernel(List<Part> parts, List<Cut> cuts, Workers workers) {
    this.parts = parts;
    this.cuts = cuts;
    this.workers = workers;
    partScratchBytes =
        parts.stream().mapToLong(part -> part.kernel().scratchBytes()).max().orElse(0);
  }

  /** The threads, if there are several and they can be had. */
  static Optional<GompWorkers> workers() {
    return GompWorkers.isAlone()
        ? Optional.empty()
        : GompWorkers.find().filter(all -> all.threads() > 1);
  }

  @Override
  public long scratchBytes() {
    return parts.size() * partScratchBytes;
  }

  @Override
  public Call bind(Binding binding) {
    Call[] calls = new Call[parts.size()];
    for (int i = 0; i < calls.length; i++) {
      MemorySegment scratch = binding.scratch().asSlice(i * partScratchBytes, partScratchBytes);
      calls[i] = parts.get(i).kernel().bind(share(binding, parts.get(i).first(), scratch));
    }
    Workers.Task task = part -> calls[part].run();
    return () -> workers.run(calls.length, task);
  }

  private Binding share(Binding whole, int first, MemorySegment scratch) {
    List<Tensor> inputs = new ArrayList<>(whole.inputs());
    List<Tensor> results = new ArrayList<>(whole.results());
    for (Cut cut : cuts) {
      List<Tensor> tensors = cut.result() ? results : inputs;
      MemorySegment from = tensors.get(cut.index()).memory().asSlice(first * cut.rowBytes());
      tensors.set(cut.index(), Tensor.bytes(from));
    }
    return new Binding(inputs, results, scratch);
  }

  @Override
  public String describe() {
    return parts.getFirst().kernel().describe() + " by rows";
  }
}
