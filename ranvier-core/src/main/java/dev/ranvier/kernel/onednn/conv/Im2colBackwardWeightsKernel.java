package dev.ranvier.kernel.onednn.conv;

import dev.ranvier.exec.Binding;
import dev.ranvier.exec.Kernel;
import dev.ranvier.exec.WorkArea;
import dev.ranvier.exec.Workers;
import dev.ranvier.graph.Application;
import dev.ranvier.graph.Op;
import dev.ranvier.kernel.onednn.binding.Argument;
import dev.ranvier.kernel.onednn.binding.Attributes;
import dev.ranvier.kernel.onednn.binding.BoundPrimitive;
import dev.ranvier.kernel.onednn.binding.DataType;
import dev.ranvier.kernel.onednn.binding.GompWorkers;
import dev.ranvier.kernel.onednn.binding.MemoryDescription;
import dev.ranvier.kernel.onednn.binding.Operand;
import dev.ranvier.kernel.onednn.binding.PostOperation;
import dev.ranvier.kernel.onednn.binding.PrimitiveDescription;
import dev.ranvier.kernel.onednn.primitive.MatMulPrimitives;
import dev.ranvier.kernel.onednn.primitive.PrimitiveCall;
import dev.ranvier.kernel.onednn.primitive.PrimitiveKernel;
import dev.ranvier.kernel.onednn.primitive.PrimitiveKernel.Role;
import dev.ranvier.kernel.onednn.primitive.Reorder;
import dev.ranvier.kernel.onednn.primitive.SumPrimitives;
import dev.ranvier.kernel.vector.packing.Im2col;
import dev.ranvier.op.Pair;
import dev.ranvier.op.conv.Convolution2dFilterGradientOp;
import dev.ranvier.tensor.DType;
import dev.ranvier.tensor.Shape;
import dev.ranvier.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Backward-weights of a convolution in bf16, by {@link Im2col} and GEMM: a few images at a time, as
 * many as the caches hold, every thread for channels of its own, or for one half of the images.
 *
 * <p>Formula: dw = a(x) · dy, summed over groups of images; dw [rows·columns·C, O].
 *
 * <p>oneDNN's GEMM takes a row-major left matrix twice as fast as a transposed one; its own
 * backward-weights kernels go image by image, and take up to eight times as long.
 */
public final class Im2colBackwardWeightsKernel implements Kernel {
  /** Output pixels at a time: enough for a GEMM, and few enough for the second-level cache. */
  private static final int OUTPUT_PIXELS = 512;

  /** Sums up to this size are kept together: about the second-level cache of a core. */
  private static final long MAX_SUM_BYTES = 2 << 20;

  /** Sums of all channels up to this size are kept twice, once for each half of the images. */
  private static final long MAX_HALF_BYTES = 1 << 20;

  private static final int IMAGES = 0;
  private static final int GRADIENT = 1;

  /**
   * What is computed.
   *
   * @param op the gradient
   * @param images the shape of x
   * @param gradient the shape of dy
   */
  public record Form(Convolution2dFilterGradientOp op, Shape images, Shape gradient) {
    /** Whether the channels fill vectors, and there is an output pixel at every step. */
    public boolean isPossible() {
      return channels() % Im2col.CHANNEL_STEP == 0
          && Im2col.arePossible(images, op.stride(), new Pair(gradient.size(1), gradient.size(2)));
    }

    /** Bytes of the columns that one of n threads has at a time. */
    public long columnBytes(int threads) {
      int perThread = Math.ceilDiv(channels(), channelParts(this, threads));
      return columns(Im2col.CHANNEL_STEP, imagesAtOnce()).bytes()
          * Math.ceilDiv(perThread, Im2col.CHANNEL_STEP);
    }

    int channels() {
      return images.size(3);
    }

    int results() {
      return gradient.size(3);
    }

    int outputPixels() {
      return gradient.size(1) * gradient.size(2);
    }

    /** Images that are taken at a time. */
    int imagesAtOnce() {
      return Math.clamp(OUTPUT_PIXELS / outputPixels(), 1, images.size(0));
    }

    Im2col columns(int channels, int number) {
      Pair before = new Pair(op.padding().top(), op.padding().left());
      return new Im2col(images, window(), op.stride(), before, channels, number);
    }

    /** Whether rows of the window share what they see. */
    public boolean isShared() {
      return imagesAtOnce() == 1 && Im2col.areShared(images, window(), op.stride());
    }

    private Pair window() {
      return new Pair(op.filter().size(0), op.filter().size(1));
    }

    long imageBytes() {
      return images.elements() / images.size(0) * DType.BF16.bytes();
    }

    long gradientBytes() {
      return (long) outputPixels() * results() * DType.BF16.bytes();
    }

    int taps() {
      return op.filter().size(0) * op.filter().size(1);
    }

    /** Bytes of the results of some channels, for one kernel tap. */
    long tapBytes(int channels) {
      return (long) channels * results() * DType.F32.bytes();
    }
  }

  /**
   * One thread's work.
   *
   * @param image the first image
   * @param first the first channel
   * @param channels how many
   * @param groups the images, a few at a time
   */
  private record Part(int image, int first, int channels, List<Group> groups) {
    long scratchBytes() {
      return groups.stream().mapToLong(group -> group.gemm().scratchBytes()).max().orElse(0);
    }

    long packedBytes() {
      return groups.stream()
          .filter(Group::isPacked)
          .mapToLong(group -> group.wanted().bytes())
          .max()
          .orElse(0);
    }

    /** The group that takes most memory. */
    Im2col columns() {
      return groups.getFirst().columns();
    }
  }

  /**
   * Some images.
   *
   * @param first the first image, counted from the part's
   * @param columns the left matrices
   * @param gradient how the right matrix lies
   * @param wanted the layout that the GEMM wants
   * @param gemm runs for each of the columns' starts, and accumulates for all groups but the first;
   *     it stays on the thread that calls it
   */
  private record Group(
      int first,
      Im2col columns,
      MemoryDescription gradient,
      MemoryDescription wanted,
      Kernel gemm) {
    boolean isPacked() {
      return !wanted.equals(gradient);
    }

    Group at(int image) {
      return new Group(image, columns, gradient, wanted, gemm);
    }
  }

  private final Form form;
  private final List<Part> parts = new ArrayList<>();
  private final GompWorkers workers;
  private final int halves;

  private Im2colBackwardWeightsKernel(Form form, GompWorkers workers) {
    this.form = form;
    this.workers = workers;
    halves = areHalved(form) ? 2 : 1;
    int images = form.images().size(0);
    int steps = form.channels() / Im2col.CHANNEL_STEP;
    int channelParts = channelParts(form, workers.threads());
    Map<List<Integer>, List<Group>> bySize = new HashMap<>(); // equal parts have the same kernels
    for (int half = 0; half < halves; half++) {
      int image = half * images / halves;
      int number = (half + 1) * images / halves - image;
      for (int channelPart = 0; channelPart < channelParts; channelPart++) {
        int first = channelPart * steps / channelParts;
        int channels = ((channelPart + 1) * steps / channelParts - first) * Im2col.CHANNEL_STEP;
        List<Group> groups =
            bySize.computeIfAbsent(
                List.of(number, channels),
                same -> GompWorkers.alone(() -> groups(number, channels)));
        parts.add(new Part(image, first * Im2col.CHANNEL_STEP, channels, groups));
      }
    }
  }

  /**
   * Whether halves of the images are added up apart: then no two threads read the same. It is never
   * by the number of threads, which would show in the result.
   */
  private static boolean areHalved(Form form) {
    return form.taps() * form.tapBytes(form.channels()) <= MAX_HALF_BYTES
        && form.images().size(0) >= 2 * form.imagesAtOnce();
  }

  /** How many threads share the channels of some images. */
  private static int channelParts(Form form, int threads) {
    int steps = form.channels() / Im2col.CHANNEL_STEP;
    return Math.clamp(areHalved(form) ? threads / 2 : threads, 1, steps);
  }

  private List<Group> groups(int all, int channels) {
    int max = Math.min(form.imagesAtOnce(), all);
    Im2col columns = form.columns(channels, max);
    List<Group> groups = new ArrayList<>();
    groups.add(group(0, columns, channels, max, Attributes.PLAIN));
    Attributes adding = Attributes.PLAIN.with(new PostOperation.AddToDestination(1));
    if (2 * max <= all) {
      Group next = group(max, columns, channels, max, adding);
      for (int first = max; first + max <= all; first += max) {
        groups.add(next.at(first));
      }
    }
    int rest = all % max;
    if (rest > 0) {
      groups.add(group(all - rest, form.columns(channels, rest), channels, rest, adding));
    }
    return groups;
  }

  /**
   * The GEMM of the columns of some images and their gradients. Where the sums fit the cache, they
   * are one matrix, and the rows of each tap are copied to the result at the end; else there is a
   * batch with one GEMM for each tap, which writes to the result. Gradients that are used again and
   * again are packed first.
   */
  private Group group(int first, Im2col columns, int channels, int images, Attributes attributes) {
    int batch = fitCache(channels) ? 1 : columns.rows() / channels;
    long rows = columns.rows() / batch;
    long pixels = (long) images * form.outputPixels();
    long results = form.results();
    long pitch = columns.pitch() / DType.BF16.bytes();
    MemoryDescription left =
        MemoryDescription.strided(
            DataType.BF16, new long[] {batch, rows, pixels}, new long[] {rows * pitch, pitch, 1});
    MemoryDescription right = MemoryDescription.rowMajor(DataType.BF16, 1, pixels, results);
    MemoryDescription filters =
        MemoryDescription.strided(
            DataType.F32,
            new long[] {batch, rows, results},
            new long[] {(batch == 1 ? rows : form.channels()) * results, results, 1});
    PrimitiveDescription gemm =
        MatMulPrimitives.forward(
            left,
            batch == 1 && columns.starts().length == 1
                ? right
                : MemoryDescription.any(DataType.BF16, 1, pixels, results),
            MemoryDescription.none(),
            filters,
            attributes);
    MemoryDescription wanted = gemm.layout(Argument.WEIGHTS);
    Kernel kernel =
        new PrimitiveKernel(
            gemm,
            Role.input(Argument.SOURCE, 0, left),
            Role.input(Argument.WEIGHTS, 1, wanted),
            Role.result(Argument.DESTINATION, 0, filters));
    return new Group(first, columns, right, wanted, kernel);
  }

  private boolean fitCache(int channels) {
    return form.taps() * form.tapBytes(channels) <= MAX_SUM_BYTES;
  }

  /** The kernel for an application of this gradient, if it can compute it. */
  public static Optional<Kernel> of(Op computed, Application application) {
    return form(computed, application)
        .flatMap(
            form ->
                GompWorkers.find().map(workers -> new Im2colBackwardWeightsKernel(form, workers)));
  }

  private static Optional<Form> form(Op computed, Application application) {
    return computed instanceof Convolution2dFilterGradientOp op
            && op.groups() == 1
            && op.dilation().equals(Pair.ONE)
            && application.inputs().stream().allMatch(input -> input.dtype() == DType.BF16)
            && application.result().dtype() == DType.F32
        ? Optional.of(form(op, application)).filter(Form::isPossible)
        : Optional.empty();
  }

  private static Form form(Convolution2dFilterGradientOp op, Application application) {
    return new Form(
        op, application.inputs().get(IMAGES).shape(), application.inputs().get(GRADIENT).shape());
  }

  @Override
  public long scratchBytes() {
    WorkArea area = new WorkArea(MemorySegment.NULL);
    parts.forEach(part -> new ThreadWork(part, area));
    return area.used();
  }

  @Override
  public Call bind(Binding binding) {
    WorkArea area = new WorkArea(binding.scratch());
    List<ThreadWork> threadWork = parts.stream().map(part -> new ThreadWork(part, area)).toList();
    Call[] calls = threadWork.stream().map(work -> work.bind(binding)).toArray(Call[]::new);
    Workers.Task task = part -> calls[part].run();
    Call multiply = () -> workers.run(calls.length, task);
    return halves == 1
        ? multiply
        : Call.inOrder(List.of(multiply, added(threadWork, binding.result(0))));
  }

  /** Adds up the sums of both halves. */
  private Call added(List<ThreadWork> threadWork, MemorySegment result) {
    int channelParts = parts.size() / halves;
    List<BoundPrimitive> sums = new ArrayList<>();
    for (int i = 0; i < channelParts; i++) {
      Part part = parts.get(i);
      long[] sizes = {form.taps(), part.channels(), form.results()};
      MemoryDescription half = MemoryDescription.rowMajor(DataType.F32, sizes);
      MemoryDescription whole =
          MemoryDescription.strided(
              DataType.F32,
              sizes,
              new long[] {(long) form.channels() * form.results(), form.results(), 1});
      sums.add(
          SumPrimitives.of(whole, new float[] {1, 1}, List.of(half, half))
              .compile()
              .bind(
                  Operand.of(Argument.source(0), threadWork.get(i).sums),
                  Operand.of(Argument.source(1), threadWork.get(i + channelParts).sums),
                  Operand.of(Argument.DESTINATION, result.asSlice(form.tapBytes(part.first())))));
    }
    return new PrimitiveCall(sums, false);
  }

  /** A thread's part of the work, with its workspace. */
  private final class ThreadWork {
    private final Part part;
    private final MemorySegment work;
    private final MemorySegment matrix;
    private final MemorySegment packed;
    private final MemorySegment scratch;
    private final MemorySegment sums;

    ThreadWork(Part part, WorkArea area) {
      this.part = part;
      work = area.take(part.columns().workBytes());
      matrix = area.take(part.columns().bytes());
      packed = area.take(part.packedBytes());
      scratch = area.take(part.scratchBytes());
      boolean cached = fitCache(part.channels());
      sums = area.take(cached ? form.taps() * form.tapBytes(part.channels()) : 0);
    }

    Call bind(Binding binding) {
      Map<Im2col, Im2col.Writer> writers = new HashMap<>();
      for (Group group : part.groups()) {
        writers.computeIfAbsent(
            group.columns(), columns -> columns.writer(work.address(), matrix.address()));
      }
      List<Call> calls = new ArrayList<>();
      for (Group group : part.groups()) {
        calls.add(bind(group, writers.get(group.columns()), binding));
      }
      MemorySegment result = binding.result(0);
      if (halves == 1) {
        calls.add(() -> copySums(result));
      }
      return Call.inOrder(calls);
    }

    /** The result has this part's channels side by side for each tap. */
    private void copySums(MemorySegment result) {
      long tap = form.tapBytes(part.channels());
      long to = form.tapBytes(part.first());
      for (long from = 0; from < sums.byteSize(); from += tap) {
        MemorySegment.copy(sums, from, result, to, tap);
        to += form.tapBytes(form.channels());
      }
    }

    private Call bind(Group group, Im2col.Writer writer, Binding binding) {
      int image = part.image() + group.first();
      MemorySegment images = binding.input(IMAGES).asSlice(image * form.imageBytes());
      MemorySegment gradient = binding.input(GRADIENT).asSlice(image * form.gradientBytes());
      MemorySegment filters =
          fitCache(part.channels()) ? sums : binding.result(0).asSlice(form.tapBytes(part.first()));
      long pixel = images.address() + (long) part.first() * DType.BF16.bytes();
      List<Call> calls = new ArrayList<>();
      calls.add(() -> writer.write(pixel));
      if (group.isPacked()) {
        calls.add(
            GompWorkers.alone(
                () ->
                    Reorder.call(
                        List.of(new Reorder(group.gradient(), gradient, group.wanted(), packed)))));
      }
      Tensor right = Tensor.bytes(group.isPacked() ? packed : gradient);
      long[] starts = group.columns().starts();
      for (int i = 0; i < starts.length; i++) {
        List<Tensor> inputs = List.of(Tensor.bytes(matrix.asSlice(starts[i])), right);
        List<Tensor> results = List.of(Tensor.bytes(filters.asSlice(i * rowBytes(starts.length))));
        calls.add(group.gemm().bind(new Binding(inputs, results, scratch)));
      }
      return Call.inOrder(calls);
    }

    /** Bytes of the result of one of n parts of the window. */
    private long rowBytes(int parts) {
      int taps = form.taps() / parts;
      return taps * form.tapBytes(fitCache(part.channels()) ? part.channels() : form.channels());
    }
  }

  @Override
  public String describe() {
    return "im2col, then " + parts.getFirst().groups().getFirst().gemm().describe();
  }
}
