package dev.ranvier.kernel.onednn.conv;

import dev.ranvier.exec.Binding;
import dev.ranvier.exec.Kernel;
import dev.ranvier.exec.PackedKernel;
import dev.ranvier.exec.WorkArea;
import dev.ranvier.exec.Workers;
import dev.ranvier.kernel.onednn.binding.GompWorkers;
import dev.ranvier.kernel.onednn.binding.MemoryDescription;
import dev.ranvier.kernel.onednn.conv.TapGemmConvolution.Plane;
import dev.ranvier.kernel.onednn.conv.TapGemmConvolution.Tap;
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
 * A convolution, or its backward-data, as {@link TapGemmConvolution}: a few images at a time, as
 * many as the caches hold, every thread with images of its own.
 *
 * <p>oneDNN's own implementations go image by image. Where an image has few output pixels, this
 * leaves much of a matrix tile empty.
 */
public final class TapGemmKernel implements Kernel {
  /** Output pixels at a time: enough for a GEMM, and few enough for the second-level cache. */
  private static final int OUTPUT_PIXELS = 512;

  private final TapGemmConvolution form;
  private final TapFilterPacking filters;
  private final boolean filtersGiven;
  private final List<List<Group>> parts = new ArrayList<>();
  private final Optional<GompWorkers> workers;

  /**
   * Some images.
   *
   * @param first the first image
   * @param number how many
   * @param gemms for each plane; they stay on the thread that calls them
   */
  private record Group(int first, int number, List<List<Kernel>> gemms) {
    long scratchBytes() {
      return gemms.stream().flatMap(List::stream).mapToLong(Kernel::scratchBytes).max().orElse(0);
    }
  }

  /** A kernel; where it is made for the calling thread alone, it stays there. */
  public TapGemmKernel(TapGemmConvolution form) {
    this.form = form;
    filtersGiven = false;
    workers = GompWorkers.isAlone() ? Optional.empty() : GompWorkers.find();
    int images = form.source().images().size(0);
    int threads = Math.min(workers.map(GompWorkers::threads).orElse(1), images);
    int atOnce =
        Math.clamp(OUTPUT_PIXELS / form.source().count(), 1, Math.ceilDiv(images, threads));
    filters =
        new TapFilterPacking(
            form.filters(), form.transposed(), GompWorkers.alone(() -> chunks(form, atOnce)));
    Map<Integer, List<List<Kernel>>> byNumber = new HashMap<>(); // equal groups, equal kernels
    for (int thread = 0; thread < threads; thread++) {
      int first = (int) ((long) thread * images / threads);
      int end = (int) ((thread + 1L) * images / threads);
      List<Group> groups = new ArrayList<>();
      for (; first < end; first += atOnce) {
        int number = Math.min(atOnce, end - first);
        List<List<Kernel>> gemms =
            byNumber.computeIfAbsent(number, same -> GompWorkers.alone(() -> gemms(same)));
        groups.add(new Group(first, number, gemms));
      }
      parts.add(groups);
    }
  }

  private TapGemmKernel(TapGemmKernel same) {
    form = same.form;
    filters = same.filters;
    filtersGiven = true;
    workers = same.workers;
    parts.addAll(same.parts);
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

  private List<List<Kernel>> gemms(int images) {
    List<List<Kernel>> gemms = new ArrayList<>();
    int number = 0;
    for (Plane plane : form.planes()) {
      List<Kernel> sum = new ArrayList<>();
      for (int i = 0; i < plane.chunks().size(); i++) {
        MemoryDescription layout = filters.chunks().get(number++).layout();
        sum.add(new TapGemm(form, plane, i, images).kernel(layout));
      }
      gemms.add(sum);
    }
    return gemms;
  }

  @Override
  public Optional<PackedKernel> packed(Set<Integer> frozen) {
    return frozen.contains(TapGemm.FILTERS) && !filtersGiven && !form.transposed()
        ? Optional.of(new PackedKernel(new TapGemmKernel(this), Map.of(TapGemm.FILTERS, filters)))
        : Optional.empty();
  }

  @Override
  public long scratchBytes() {
    WorkArea area = new WorkArea(MemorySegment.NULL);
    area.take(packedBytes());
    parts.forEach(part -> new ThreadWork(part, area));
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
    List<ThreadWork> threadWork = parts.stream().map(part -> new ThreadWork(part, area)).toList();
    MemorySegment packed = filtersGiven ? given : own;
    Call compute = all(threadWork.stream().map(work -> work.bind(binding, packed)).toList());
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

  /** A thread's part of the work, with its workspace. */
  private final class ThreadWork {
    private final List<Group> groups;
    private final MemorySegment rows;
    private final MemorySegment sums;
    private final MemorySegment plane;
    private final MemorySegment scratch;
    private final MemorySegment zeros = form.source().zeros();

    ThreadWork(List<Group> groups, WorkArea area) {
      this.groups = groups;
      long pixels = (long) groups.getFirst().number() * form.source().count();
      int taps = 0;
      int gemms = 0;
      for (Plane of : form.planes()) {
        gemms = Math.max(gemms, of.chunks().size());
        taps = Math.max(taps, of.chunks().stream().mapToInt(List::size).max().orElse(0));
      }
      rows = area.take(pixels * taps * form.source().pixelBytes());
      sums = area.take(gemms > 1 ? pixels * form.width() * Float.BYTES : 0);
      plane = area.take(form.planes().size() > 1 ? pixels * form.result().pixelBytes() : 0);
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
            List<Tap> taps = of.chunks().get(j);
            MemorySegment left = ofGroup(binding.input(0), group, form.source());
            if (!form.source().isWhole() || taps.size() > 1 || !taps.getFirst().isUnshifted()) {
              calls.add(gather(taps, group, binding.input(0)));
              left = rows;
            }
            Kernel gemm = group.gemms().get(i).get(j);
            MemorySegment target = j == of.chunks().size() - 1 ? to : sums;
            calls.add(multiply(group, gemm, left, chunks.get(number++), target, binding));
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

    private Call gather(List<Tap> taps, Group group, MemorySegment images) {
      PixelRows source = form.source();
      Tap[] gathered = taps.toArray(Tap[]::new);
      PixelRows.Rows[] targets = new PixelRows.Rows[gathered.length];
      long pixel = source.pixelBytes();
      for (int i = 0; i < targets.length; i++) {
        targets[i] = new PixelRows.Rows(rows, i * pixel, targets.length * pixel);
      }
      return () -> {
        for (int i = 0; i < targets.length; i++) {
          source.gather(images, group.first(), group.number(), gathered[i], targets[i], zeros);
        }
      };
    }

    private Call multiply(
        Group group,
        Kernel gemm,
        MemorySegment left,
        MemorySegment chunk,
        MemorySegment to,
        Binding binding) {
      List<Tensor> inputs =
          new ArrayList<>(Collections.nCopies(TapGemm.SUMS + 1, Tensor.bytes(left)));
      inputs.set(TapGemm.FILTERS, Tensor.bytes(chunk));
      if (form.epilogue().isBiased()) {
        inputs.set(TapGemm.BIAS, binding.inputs().get(TapGemm.BIAS));
      }
      form.epilogue()
          .residual()
          .map(dtype -> form.result().withDType(dtype))
          .map(images -> ofGroup(binding.input(TapGemm.RESIDUAL), group, images))
          .ifPresent(residual -> inputs.set(TapGemm.RESIDUAL, Tensor.bytes(residual)));
      if (sums.byteSize() > 0) {
        inputs.set(TapGemm.SUMS, Tensor.bytes(sums));
      }
      return gemm.bind(new Binding(inputs, List.of(Tensor.bytes(to)), scratch));
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
        parts.getFirst().getFirst().gemms().stream()
            .flatMap(List::stream)
            .findFirst()
            .orElseThrow();
    return "kernel taps, then " + some.describe();
  }
}
