package dev.ranvier.cli.fuzz;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Damages files: bits, bytes, numbers, cuts, repeated and foreign parts, deep nesting. */
final class Mutations {
  private static final int MOST_CHANGES = 6;
  private static final int MOST_REPETITIONS = 2000;
  private static final List<String> TEXTS =
      List.of(
          "-1",
          "0",
          "1e999",
          "NaN",
          "99999999999999999999",
          "\"",
          "[",
          "{",
          ":",
          ",",
          "\n",
          "﻿",
          "\\u0000",
          "null",
          "- ",
          "&a [*a]",
          "2147483647",
          "4294967296",
          "9223372036854775807");

  private final SplittableRandom random;
  private final List<byte[]> seeds;

  Mutations(long seed, List<byte[]> seeds) {
    random = new SplittableRandom(seed);
    this.seeds = seeds;
  }

  /** A damaged file. */
  byte[] next() {
    byte[] file = seeds.get(random.nextInt(seeds.size())).clone();
    for (int changes = 1 + random.nextInt(MOST_CHANGES); changes > 0; changes--) {
      file = changed(file);
    }
    return file;
  }

  private byte[] changed(byte[] file) {
    if (file.length == 0) {
      return TEXTS.get(random.nextInt(TEXTS.size())).getBytes();
    }
    int at = random.nextInt(file.length);
    return switch (random.nextInt(10)) {
      case 0, 1 -> {
        file[at] ^= (byte) (1 << random.nextInt(8));
        yield file;
      }
      case 2 -> {
        file[at] = (byte) random.nextInt(256);
        yield file;
      }
      case 3, 4 -> number(file, at);
      case 5 -> Arrays.copyOf(file, at);
      case 6 -> replaced(file, at, Math.min(file.length, at + random.nextInt(64)), new byte[0]);
      case 7 -> {
        int end = Math.min(file.length, at + 1 + random.nextInt(32));
        byte[] part = Arrays.copyOfRange(file, at, end);
        yield repeated(file, at, part, 1 + random.nextInt(MOST_REPETITIONS) / part.length);
      }
      case 8 -> replaced(file, at, at, TEXTS.get(random.nextInt(TEXTS.size())).getBytes());
      default -> {
        byte[] other = seeds.get(random.nextInt(seeds.size()));
        int from = random.nextInt(other.length);
        yield replaced(file, at, file.length, Arrays.copyOfRange(other, from, other.length));
      }
    };
  }

  /** A number that readers use as a size, of one to eight bytes, in either order. */
  private byte[] number(byte[] file, int at) {
    long[] numbers = {0, 1, -1, Integer.MAX_VALUE, Integer.MIN_VALUE, 1L << 40, 0x7FFF, 0xFFFF};
    long number = numbers[random.nextInt(numbers.length)];
    int size = 1 << random.nextInt(4);
    boolean little = random.nextBoolean();
    for (int i = 0; i < size && at + i < file.length; i++) {
      file[at + i] = (byte) (number >> 8 * (little ? i : size - 1 - i));
    }
    return file;
  }

  private static byte[] repeated(byte[] file, int at, byte[] part, int times) {
    ByteArrayOutputStream parts = new ByteArrayOutputStream();
    for (int i = 0; i < times; i++) {
      parts.writeBytes(part);
    }
    return replaced(file, at, at, parts.toByteArray());
  }

  private static byte[] replaced(byte[] file, int from, int to, byte[] part) {
    byte[] result = new byte[file.length - (to - from) + part.length];
    System.arraycopy(file, 0, result, 0, from);
    System.arraycopy(part, 0, result, from, part.length);
    System.arraycopy(file, to, result, from + part.length, file.length - to);
    return result;
  }
}
