package dev.ranvier.kernel.onednn.conv;

import dev.ranvier.exec.Binding;
import dev.ranvier.exec.Kernel;
import dev.ranvier.exec.WorkArea;
import dev.ranvier.exec.Workers;
import dev.ranvier.kernel.onednn.binding.GompWorkers;
import dev.ranvier.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Optional;

/** Backward-weights of a convolution: im2row, then one GEMM. */
public final class Im2rowBackwardWeightsKernel implements Kernel {
  /** Parts that the rows of output pixels are split into for copying. */
  private static final int PARTS = 64;

  private final Im2rowBackwardWeights form;
  private final Kernel gemm;
  private final Optional<GompWorkers> workers =
      GompWorkers.isAlone() ? Optional.empty() : GompWorkers.find();

  /**
   * A kernel.
   *
   * @param gemm computes the form's GEMM
   */
  public Im2rowBackwardWeightsKernel(Im2rowBackwardWeights form, Kernel gemm) {
    this.form = form;
    this.gemm = gemm;
  }

  @Override
  public long scratchBytes() {
    WorkArea area = new WorkArea(MemorySegment.NULL);
    area.take(form.im2row().type().bytes());
    area.take(gemm.scratchBytes());
    return area.used();
  }

  @Override
  public Call bind(Binding binding) {
    WorkArea area = new WorkArea(binding.scratch());
    MemorySegment rows = area.take(form.im2row().type().bytes());
    MemorySegment scratch = area.take(gemm.scratchBytes());
    List<Tensor> inputs = List.of(Tensor.view(form.im2row().type(), rows), binding.inputs().get(1));
    return Call.inOrder(
        List.of(
            copy(binding.input(0), rows),
            gemm.bind(new Binding(inputs, binding.results(), scratch))));
  }

  private Call copy(MemorySegment images, MemorySegment rows) {
    Im2row im2row = form.im2row();
    MemorySegment zeros = im2row.zeros();
    int lines = im2row.lines();
    int perPart = Math.ceilDiv(lines, PARTS);
    Workers.Task copy =
        part -> {
          for (int line = part * perPart; line < Math.min(lines, (part + 1) * perPart); line++) {
            im2row.copyLine(images, line, rows, zeros);
          }
        };
    int parts = Math.ceilDiv(lines, perPart);
    return () -> {
      if (workers.isPresent()) {
        workers.get().run(parts, copy);
      } else {
        for (int part = 0; part < parts; part++) {
          copy.run(part);
        }
      }
    };
  }

  @Override
  public String describe() {
    return "im2row, then " + gemm.describe();
  }
}
