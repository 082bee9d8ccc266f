package dev.ranvier.kernel.onednn.conv;

import dev.ranvier.exec.Binding;
import dev.ranvier.exec.Kernel;
import dev.ranvier.exec.PackedKernel;
import dev.ranvier.exec.WorkArea;
import dev.ranvier.exec.Workers;
import dev.ranvier.kernel.onednn.binding.GompWorkers;
import dev.ranvier.kernel.onednn.binding.MemoryDescription;
import dev.ranvier.kernel.onednn.conv.TapGemmConvolution.Cell;
import dev.ranvier.kernel.onednn.conv.TapGemmConvolution.Plane;
import dev.ranvier.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A convolution, or its gradient by the images, as {@link TapGemmConvolution}: a few images at a
 * time, as many as the caches hold, every thread with images of its own.
 *
 * <p>oneDNN's own implementations go image by image. Where an image has few places, this leaves
 * much of a matrix tile empty.
 */
public final class TapGemmKernel implements Kernel {
  /** Places at a time: enough for a product, and few enough for the second-level cache. */
  private static final int PLACES = 512;

  private final TapGemmConvolution form;
  private final TapFilterPacking filters;
  private final boolean filtersGiven;
  private final List<List<Group>> shares = new ArrayList<>();
  private final Optional<GompWorkers> workers;

  /**
   * Some images.
   *
   * @param first the first image
   * @param number how many
   * @param products for each plane; they stay on the thread that calls them
   */
  private record Group(int first, int number, List<List<Kernel>> products) {
    long scratchBytes() {
      return products.stream()
          .flatMap(List::stream)
          .mapToLong(Kernel::scratchBytes)
          .max()
          .orElse(0);
    }
  }

  /** A kernel; where it is made for the calling thread alone, it stays there. */
  public TapGemmKernel(TapGemmConvolution form) {
    this.form = form;
    filtersGiven = false;
    workers = GompWorkers.isAlone() ? Optional.empty() : GompWorkers.find();
    int images = form.source().images().size(0);
    int threads = Math.min(workers.map(GompWorkers::threads).orElse(1), images);
    int atOnce = Math.clamp(PLACES / form.source().count(), 1, Math.ceilDiv(images, threads));
    filters =
        new TapFilterPacking(
            form.filters(), form.turned(), GompWorkers.alone(() -> chunks(form, atOnce)));
    Map<Integer, List<List<Kernel>>> byNumber = new HashMap<>(); // equal groups, equal kernels
    for (int thread = 0; thread < threads; thread++) {
      int first = (int) ((long) thread * images / threads);
      int end = (int) ((thread + 1L) * images / threads);
      List<Group> groups = new ArrayList<>();
      for (; first < end; first += atOnce) {
        int number = Math.min(atOnce, end - first);
        List<List<Kernel>> products =
            byNumber.computeIfAbsent(number, same -> GompWorkers.alone(() -> products(same)));
        groups.add(new Group(first, number, products));
      }
      shares.add(groups);
    }
  }

  private TapGemmKernel(TapGemmKernel same) {
    form = same.form;
    filters = same.filters;
    filtersGiven = true;
    workers = same.workers;
    shares.addAll(same.shares);
  }

  private static List<TapFilterPacking.Chunk> chunks(TapGemmConvolution form, int images) {
    List<TapFilterPacking.Chunk> chunks = new ArrayList<>();
    for (Plane plane : form.planes()) {
      for (int i = 0; i < plane.chunks().size(); i++) {
        MemoryDescription layout = new TapGemm(form, plane, i, images).filters();
        chunks.add(new TapFilterPacking.Chunk(plane.chunks().get(i), layout));
      }
    }
    return chunks;
  }

  private List<List<Kernel>> products(int images) {
    List<List<Kernel>> products = new ArrayList<>();
    int number = 0;
    for (Plane plane : form.planes()) {
      List<Kernel> sum = new ArrayList<>();
      for (int i = 0; i < plane.chunks().size(); i++) {
        MemoryDescription layout = filters.chunks().get(number++).layout();
        sum.add(new TapGemm(form, plane, i, images).kernel(layout));
      }
      products.add(sum);
    }
    return products;
  }

  @Override
  public Optional<PackedKernel> packed(Set<Integer> lasting) {
    return lasting.contains(TapGemm.FILTERS) && !filtersGiven && !form.turned()
        ? Optional.of(new PackedKernel(new TapGemmKernel(this), Map.of(TapGemm.FILTERS, filters)))
        : Optional.empty();
  }

  @Override
  public long scratchBytes() {
    WorkArea area = new WorkArea(MemorySegment.NULL);
    area.take(packedBytes());
    shares.forEach(share -> new Bench(share, area));
    return area.used();
  }

  private long packedBytes() {
    return filtersGiven ? 0 : filters.bytes();
  }

  @Override
  public Call bind(Binding binding) {
    WorkArea area = new WorkArea(binding.scratch());
    MemorySegment own = area.take(packedBytes());
    MemorySegment given = binding.input(TapGemm.FILTERS);
    List<Bench> benches = shares.stream().map(share -> new Bench(share, area)).toList();
    MemorySegment packed = filtersGiven ? given : own;
    Call compute = all(benches.stream().map(bench -> bench.bind(binding, packed)).toList());
    return filtersGiven ? compute : Call.inOrder(List.of(pack(given, own), compute));
  }

  private Call pack(MemorySegment given, MemorySegment packed) {
    return workers.isPresent() ? filters.call(given, packed) : filters.bind(given, packed);
  }

  /** One call for every thread. */
  private Call all(List<Call> perThread) {
    Call[] calls = perThread.toArray(Call[]::new);
    Workers.Task task = i -> calls[i].run();
    return workers
        .map(team -> (Call) () -> team.run(calls.length, task))
        .orElseGet(() -> Call.inOrder(perThread));
  }

  /** Where a thread works. */
  private final class Bench {
    private final List<Group> groups;
    private final MemorySegment rows;
    private final MemorySegment sums;
    private final MemorySegment plane;
    private final MemorySegment scratch;
    private final MemorySegment zeros = form.source().zeros();

    Bench(List<Group> groups, WorkArea area) {
      this.groups = groups;
      long places = (long) groups.getFirst().number() * form.source().count();
      int cells = 0;
      int products = 0;
      for (Plane of : form.planes()) {
        products = Math.max(products, of.chunks().size());
        cells = Math.max(cells, of.chunks().stream().mapToInt(List::size).max().orElse(0));
      }
      rows = area.take(places * cells * form.source().pixelBytes());
      sums = area.take(products > 1 ? places * form.width() * Float.BYTES : 0);
      plane = area.take(form.planes().size() > 1 ? places * form.result().pixelBytes() : 0);
      scratch = area.take(groups.stream().mapToLong(Group::scratchBytes).max().orElse(0));
    }

    Call bind(Binding binding, MemorySegment packed) {
      List<MemorySegment> chunks = filters.parts(packed);
      List<Call> calls = new ArrayList<>();
      for (Group group : groups) {
        MemorySegment result = ofGroup(binding.result(0), group, form.result());
        if (form.planes().stream().anyMatch(of -> of.chunks().isEmpty())) {
          calls.add(() -> result.fill((byte) 0));
        }
        int number = 0;
        for (int i = 0; i < form.planes().size(); i++) {
          Plane of = form.planes().get(i);
          MemorySegment to = form.planes().size() > 1 ? plane : result;
          for (int j = 0; j < of.chunks().size(); j++) {
            List<Cell> cells = of.chunks().get(j);
            MemorySegment left = ofGroup(binding.input(0), group, form.source());
            if (!form.source().isWhole() || cells.size() > 1 || !cells.getFirst().isInPlace()) {
              calls.add(gather(cells, group, binding.input(0)));
              left = rows;
            }
            Kernel product = group.products().get(i).get(j);
            MemorySegment target = j == of.chunks().size() - 1 ? to : sums;
            calls.add(multiply(group, product, left, chunks.get(number++), target, binding));
          }
          if (form.planes().size() > 1 && !of.chunks().isEmpty()) {
            calls.add(scatter(of, group, binding.result(0)));
          }
        }
      }
      return Call.inOrder(calls);
    }

    private static MemorySegment ofGroup(MemorySegment whole, Group group, PixelRows images) {
      long image = images.imageBytes();
      return whole.asSlice(group.first() * image, group.number() * image);
    }

    private Call gather(List<Cell> cells, Group group, MemorySegment images) {
      PixelRows source = form.source();
      int[] down = cells.stream().mapToInt(Cell::down).toArray();
      int[] right = cells.stream().mapToInt(Cell::right).toArray();
      long pixel = source.pixelBytes();
      long pitch = cells.size() * pixel;
      return () -> {
        for (int i = 0; i < down.length; i++) {
          source.gather(
              images,
              group.first(),
              group.number(),
              down[i],
              right[i],
              rows,
              i * pixel,
              pitch,
              zeros);
        }
      };
    }

    private Call multiply(
        Group group,
        Kernel product,
        MemorySegment left,
        MemorySegment chunk,
        MemorySegment to,
        Binding binding) {
      List<Tensor> inputs =
          new ArrayList<>(Collections.nCopies(TapGemm.SUMS + 1, Tensor.bytes(left)));
      inputs.set(TapGemm.FILTERS, Tensor.bytes(chunk));
      if (form.ending().isBiased()) {
        inputs.set(TapGemm.BIAS, binding.inputs().get(TapGemm.BIAS));
      }
      form.ending()
          .residual()
          .map(dtype -> form.result().withDType(dtype))
          .map(images -> ofGroup(binding.input(TapGemm.RESIDUAL), group, images))
          .ifPresent(residual -> inputs.set(TapGemm.RESIDUAL, Tensor.bytes(residual)));
      if (sums.byteSize() > 0) {
        inputs.set(TapGemm.SUMS, Tensor.bytes(sums));
      }
      return product.bind(new Binding(inputs, List.of(Tensor.bytes(to)), scratch));
    }

    private Call scatter(Plane of, Group group, MemorySegment result) {
      PixelRows pixels = form.result();
      return () ->
          pixels.scatter(plane, result, group.first(), group.number(), of.down(), of.right());
    }
  }

  @Override
  public String describe() {
    Kernel some =
        shares.getFirst().getFirst().products().stream()
            .flatMap(List::stream)
            .findFirst()
            .orElseThrow();
    return "cells of the window, then " + some.describe();
  }
}
