package dev.ranvier.tensor;

/**
 * Random numbers as a function of (seed, stream, step, index): no hidden state, so any element can
 * be drawn by any thread in any order and a resumed run draws what an uninterrupted one would.
 *
 * <p>The three outer coordinates are hashed once into a 32-bit key; the element's index is then
 * mixed with the key by two rounds of a 32-bit avalanche permutation (multiply and xor-shift,
 * constants by C. Wellons, "Prospecting for Hash Functions", 2018). The same function exists as the
 * scalar expression {@code Random}, so host code and kernels agree bit for bit.
 *
 * @param key the hashed coordinates
 */
public record CounterRandom(int key) {
  private static final float TO_UNIT = 0x1p-24f;

  /** The generator of one stream of a seed at one step. */
  public static CounterRandom of(long seed, int stream, long step) {
    return new CounterRandom(keyOf(seed, stream, step));
  }

  /** The key of the generator of one stream of a seed at one step. */
  public static int keyOf(long seed, int stream, long step) {
    int key = mix((int) seed, (int) (seed >>> 32));
    key = mix(key, stream);
    key = mix(key, (int) step);
    return mix(key, (int) (step >>> 32));
  }

  /** A generator whose numbers do not follow from this one's, for a purpose named by a number. */
  public CounterRandom fork(int purpose) {
    return new CounterRandom(mix(key ^ 0x5bd1e995, purpose));
  }

  /** Thirty-two random bits for an index. */
  public int bits(int index) {
    return mix(key, index);
  }

  /** A number in [0, 1) with 24 random bits. */
  public float uniform(int index) {
    return (bits(index) >>> 8) * TO_UNIT;
  }

  /** A whole number from 0 to {@code bound} − 1. */
  public int below(int bound, int index) {
    return (int) (((bits(index) & 0xFFFFFFFFL) * bound) >>> 32);
  }

  /**
   * A number with mean 0 and variance 1, normally distributed (Box and Muller, 1958). Each index
   * uses two draws of its own.
   */
  public double normal(int index) {
    CounterRandom second = fork(1);
    double radius = Math.sqrt(-2 * Math.log1p(-uniform(index)));
    return radius * Math.cos(2 * Math.PI * second.uniform(index));
  }

  /** The numbers 0 to {@code size} − 1 in random order (Fisher and Yates). */
  public int[] permutation(int size) {
    int[] order = new int[size];
    for (int i = 0; i < size; i++) {
      int j = below(i + 1, i);
      order[i] = order[j];
      order[j] = i;
    }
    return order;
  }

  /** Mixes an index into a key; bijective in the index for a fixed key. */
  public static int mix(int key, int index) {
    int x = index * 0x9E3779B9 + key;
    x = avalanche(x);
    return avalanche(x ^ Integer.rotateLeft(key, 16));
  }

  private static int avalanche(int value) {
    int x = value;
    x ^= x >>> 16;
    x *= 0x7feb352d;
    x ^= x >>> 15;
    x *= 0x846ca68b;
    return x ^ (x >>> 16);
  }
}
