/** Benchmarks. */
module dev.ranvier.bench {
  requires dev.ranvier.core;
  requires jmh.core;
}
