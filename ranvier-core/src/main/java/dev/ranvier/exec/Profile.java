package dev.ranvier.exec;

import dev.ranvier.graph.Application;
import dev.ranvier.op.Cost;
import dev.ranvier.op.LowPrecisionOp;
import dev.ranvier.plan.Phase;
import dev.ranvier.tensor.DType;
import java.util.List;

/**
 * Where the time of a plan's runs went; see {@link Plan#record}.
 *
 * @param entries every kernel call of a run, in order
 * @param stepNanoseconds from the end of a run to the end of the next, so with what the caller does
 *     between them; the median
 * @param runs how many runs the medians are taken over
 */
public record Profile(List<Entry> entries, double stepNanoseconds, int runs) {
  /**
   * A kernel call.
   *
   * @param application what it computes
   * @param phase the part of a training step it belongs to
   * @param kernel what ran
   * @param row which row of a table chose the kernel; empty where no table did
   * @param nanoseconds how long it took, the median
   */
  public record Entry(
      Application application, Phase phase, String kernel, String row, double nanoseconds) {
    /** The arithmetic and the bytes of the call. */
    public Cost cost() {
      return Cost.of(application);
    }

    /** The element type of the call's operands, if its work is a GEMM. */
    public DType multiplied() {
      return application.op() instanceof LowPrecisionOp
          ? DType.BF16
          : application.inputs().getFirst().dtype();
    }
  }

  /** Copies the list. */
  public Profile {
    entries = List.copyOf(entries);
  }

  /** The time spent in kernels. */
  public double kernelNanoseconds() {
    return entries.stream().mapToDouble(Entry::nanoseconds).sum();
  }
}
