package dev.ranvier.kernel.onednn;

import java.lang.invoke.MethodHandle;

/**
 * The CPU as oneDNN sees it, and the stream that primitives run on; made once, never freed.
 *
 * <p>On the CPU a primitive has run when its execution returns: there is nothing to wait for.
 *
 * @param address of the engine
 * @param stream address of its stream
 */
record CpuEngine(long address, long stream) {

  private static final MethodHandle CREATE = NativeCall.status("dnnl_engine_create", "pil");
  private static final MethodHandle CREATE_STREAM = NativeCall.status("dnnl_stream_create", "ppi");

  private static final int CPU_KIND = 1;
  private static final int IN_ORDER = 1;

  static CpuEngine cpu() {
    return Holder.CPU;
  }

  private static CpuEngine create() {
    long engine =
        NativeCall.create(
            () -> "create the CPU engine",
            (out, arena) -> (int) CREATE.invokeExact(out, CPU_KIND, 0L));
    long stream =
        NativeCall.create(
            () -> "create the CPU stream",
            (out, arena) -> (int) CREATE_STREAM.invokeExact(out, engine, IN_ORDER));
    return new CpuEngine(engine, stream);
  }

  private static final class Holder {
    static final CpuEngine CPU = create();
  }
}
