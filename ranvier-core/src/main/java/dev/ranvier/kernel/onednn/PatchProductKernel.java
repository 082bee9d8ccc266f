package dev.ranvier.kernel.onednn;

import dev.ranvier.exec.Binding;
import dev.ranvier.exec.Kernel;
import dev.ranvier.exec.PackedKernel;
import dev.ranvier.exec.Workers;
import dev.ranvier.tensor.DType;
import dev.ranvier.tensor.Shape;
import dev.ranvier.tensor.Tensor;
import dev.ranvier.tensor.TensorType;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A convolution, or one of its gradients, as one matrix product: what the window sees at every
 * place becomes a row.
 */
final class PatchProductKernel implements Kernel {
  private static final long ALIGNMENT = 64;

  /** Rows of places for which copying is worth another thread. */
  private static final int PARTS = 64;

  private static final int FILTERS = 1;

  private final PatchProduct form;
  private final Kernel product;
  private final boolean alone;
  private final Optional<GompWorkers> workers;

  /**
   * A kernel.
   *
   * @param product computes the form's product
   */
  PatchProductKernel(PatchProduct form, Kernel product) {
    this(form, product, GompWorkers.isAlone());
  }

  private PatchProductKernel(PatchProduct form, Kernel product, boolean alone) {
    this.form = form;
    this.product = product;
    this.alone = alone;
    workers = alone ? Optional.empty() : GompWorkers.find();
  }

  @Override
  public Optional<PackedKernel> packed(Set<Integer> lasting) {
    return lasting.contains(FILTERS)
        ? form.filters()
            .map(
                filters ->
                    new PackedKernel(
                        new PatchProductKernel(form.withFiltersGiven(), product, alone),
                        Map.of(FILTERS, filters)))
        : Optional.empty();
  }

  @Override
  public long scratchBytes() {
    return patchBytes() + filterBytes() + product.scratchBytes();
  }

  private long patchBytes() {
    return aligned(form.patches().type().bytes());
  }

  private long filterBytes() {
    return form.filters().map(filters -> aligned(filters.bytes())).orElse(0L);
  }

  @Override
  public Call bind(Binding binding) {
    MemorySegment rows = binding.scratch().asSlice(0, form.patches().type().bytes());
    MemorySegment matrix = binding.scratch().asSlice(patchBytes(), filterBytes());
    Call copy = copy(binding.input(0), rows);
    MemorySegment given = binding.input(FILTERS);
    Call round =
        form.filters()
            .map(filters -> alone ? filters.bind(given, matrix) : filters.call(given, matrix))
            .orElse(() -> {});
    List<Tensor> inputs = new ArrayList<>();
    for (int i = 0; i < binding.inputs().size(); i++) {
      inputs.add(bytes(i == FILTERS && form.filters().isPresent() ? matrix : binding.input(i)));
    }
    inputs.set(0, bytes(rows));
    Call multiply =
        product.bind(
            new Binding(
                inputs,
                List.of(bytes(binding.result(0))),
                binding.scratch().asSlice(patchBytes() + filterBytes(), product.scratchBytes())));
    return () -> {
      copy.run();
      round.run();
      multiply.run();
    };
  }

  /** Packed inputs have sizes of their own, so that all are so many bytes. */
  private static Tensor bytes(MemorySegment memory) {
    Shape size = Shape.of(Math.toIntExact(memory.byteSize()));
    return Tensor.view(new TensorType(DType.U8, size), memory);
  }

  private Call copy(MemorySegment images, MemorySegment rows) {
    Patches patches = form.patches();
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

  private static long aligned(long bytes) {
    return (bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
  }

  @Override
  public String describe() {
    return "patches, then " + product.describe();
  }
}
