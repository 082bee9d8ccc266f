package dev.ranvier.kernel.onednn.binding;

/**
 * The CPU as oneDNN sees it, and the stream that primitives run on; made once, never freed.
 *
 * <p>On the CPU a primitive has run when its execution returns: there is nothing to wait for.
 *
 * @param address of the engine
 * @param stream address of its stream
 */
public record CpuEngine(long address, long stream) {

  private static final NativeFunction CREATE = NativeFunction.named("dnnl_engine_create");
  private static final NativeFunction CREATE_STREAM = NativeFunction.named("dnnl_stream_create");

  private static final int CPU_KIND = 1;
  private static final int IN_ORDER = 1;

  public static CpuEngine cpu() {
    return Holder.CPU;
  }

  private static CpuEngine create() {
    long engine =
        NativeCall.create(
            () -> "create the CPU engine", (out, arena) -> CREATE.call(out, CPU_KIND, 0L));
    long stream =
        NativeCall.create(
            () -> "create the CPU stream",
            (out, arena) -> CREATE_STREAM.call(out, engine, IN_ORDER));
    return new CpuEngine(engine, stream);
  }

  private static final class Holder {
    static final CpuEngine CPU = create();
  }
}
