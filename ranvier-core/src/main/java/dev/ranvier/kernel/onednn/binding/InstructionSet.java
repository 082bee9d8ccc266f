package dev.ranvier.kernel.onednn.binding;

import dev.ranvier.exec.Processor;

/** The x86 instruction sets oneDNN tells apart ({@code dnnl_cpu_isa_t}), from oldest to newest. */
public enum InstructionSet {
  /** Not an x86 processor, or oneDNN decides. */
  DEFAULT(0x0),
  SSE41(0x1),
  AVX(0x3),
  AVX2(0x7),
  AVX2_VNNI(0xf),
  AVX2_VNNI_2(0x1f),
  AVX512_CORE(0x27),
  AVX512_CORE_VNNI(0x67),
  AVX512_CORE_BF16(0xe7),
  AVX512_CORE_FP16(0x1ef),
  AVX512_CORE_AMX(0xfef),
  AVX512_CORE_AMX_FP16(0x1fef),
  AVX10_2_512(0x201ff),
  AVX10_2_512_AMX_2(0x22fff);

  private final int code;

  InstructionSet(int code) {
    this.code = code;
  }

  int code() {
    return code;
  }

  /** Whether oneDNN has bf16 kernels for it, be they no faster than those for f32. */
  public boolean acceptsBf16() {
    return has(AVX512_CORE) || has(AVX2_VNNI_2);
  }

  /** What kernels are chosen by. */
  public Processor.InstructionSet level() {
    if (has(AVX512_CORE_AMX)) {
      return Processor.InstructionSet.AMX;
    }
    if (has(AVX512_CORE_BF16)) {
      return Processor.InstructionSet.AVX512_BF16;
    }
    if (has(AVX512_CORE)) {
      return Processor.InstructionSet.AVX512;
    }
    return has(AVX2) ? Processor.InstructionSet.AVX2 : Processor.InstructionSet.OTHER;
  }

  private boolean has(InstructionSet other) {
    return (code & other.code) == other.code;
  }

  /** The newest set that is part of what the bits say. */
  static InstructionSet of(int bits) {
    InstructionSet newest = DEFAULT;
    for (InstructionSet set : values()) {
      if ((bits & set.code) == set.code) {
        newest = set;
      }
    }
    return newest;
  }
}
