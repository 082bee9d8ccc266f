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

/**
 * A convolution's gradient by its filters as one matrix product: what the window sees at every
 * place becomes a row.
 */
public final class Im2rowBackwardWeightsKernel implements Kernel {
  /** Rows of places for which copying is worth another thread. */
  private static final int PARTS = 64;

  private final Im2rowBackwardWeights form;
  private final Kernel product;
  private final Optional<GompWorkers> workers =
      GompWorkers.isAlone() ? Optional.empty() : GompWorkers.find();

  /**
   * A kernel.
   *
   * @param product computes the form's product
   */
  public Im2rowBackwardWeightsKernel(Im2rowBackwardWeights form, Kernel product) {
    this.form = form;
    this.product = product;
  }

  @Override
  public long scratchBytes() {
    WorkArea area = new WorkArea(MemorySegment.NULL);
    area.take(form.patches().type().bytes());
    area.take(product.scratchBytes());
    return area.used();
  }

  @Override
  public Call bind(Binding binding) {
    WorkArea area = new WorkArea(binding.scratch());
    MemorySegment rows = area.take(form.patches().type().bytes());
    MemorySegment scratch = area.take(product.scratchBytes());
    List<Tensor> inputs =
        List.of(Tensor.view(form.patches().type(), rows), binding.inputs().get(1));
    return Call.inOrder(
        List.of(
            copy(binding.input(0), rows),
            product.bind(new Binding(inputs, binding.results(), scratch))));
  }

  private Call copy(MemorySegment images, MemorySegment rows) {
    Im2row patches = form.patches();
    MemorySegment zeros = patches.zeros();
    int lines = patches.lines();
    int perPart = Math.ceilDiv(lines, PARTS);
    Workers.Task copy =
        part -> {
          for (int line = part * perPart; line < Math.min(lines, (part + 1) * perPart); line++) {
            patches.copyLine(images, line, rows, zeros);
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
    return "patches, then " + product.describe();
  }
}
