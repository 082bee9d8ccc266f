package dev.ranvier.data.source;

import dev.ranvier.tensor.CounterRandom;
import java.util.Arrays;

/**
 * Draws digits as an unsteady hand would.
 *
 * <p>The path of {@link DigitShapes} is bent by a smooth random field, slanted, turned, resized and
 * moved, and drawn with a pen of random width, pressure and blackness. A pixel's ink depends on its
 * distance d to the path, where the pen has radius r and an edge of softness s: {@code clamp(½ + (r
 * − d) / 2s, 0, 1)}. All chance comes from the generator given. Not thread-safe.
 */
final class DigitPen {
  /** Height and width of an image in pixels. */
  static final int SIDE = 28;

  private static final int PIECES = 5;
  private static final int MOST_POINTS = 128;
  private static final float MARGIN = 1;

  private final float[] x = new float[MOST_POINTS];
  private final float[] y = new float[MOST_POINTS];
  private final boolean[] begins = new boolean[MOST_POINTS];
  private final float[] depth = new float[SIDE * SIDE];
  private int points;
  private CounterRandom random;
  private int draws;

  /** Draws a digit as {@code SIDE · SIDE} bytes, row-major, 0 where there is no ink. */
  void draw(int digit, CounterRandom chance, byte[] pixels, int offset) {
    random = chance;
    draws = 0;
    points = 0;
    int way = random.below(DigitShapes.ways(digit), draws++);
    for (DigitShapes.Stroke stroke : DigitShapes.strokes(digit, way)) {
      trace(stroke);
    }
    bend();
    float radius = between(0.75f, 1.75f);
    place(radius);
    float softness = between(0.45f, 0.95f);
    paint(radius, softness);
    develop(softness, pixels, offset);
  }

  /**
   * Appends a stroke as short straight pieces along a Catmull-Rom curve through unsteady points.
   */
  private void trace(DigitShapes.Stroke stroke) {
    int count = stroke.x().length;
    float[] px = new float[count];
    float[] py = new float[count];
    for (int i = 0; i < count; i++) {
      px[i] = (float) stroke.x()[i] + normal() * 0.022f;
      py[i] = (float) stroke.y()[i] + normal() * 0.022f;
    }
    append(px[0], py[0], true);
    for (int i = 0; i + 1 < count; i++) {
      // At a corner or an end the curve has no neighbour to be smooth with.
      int before = i == 0 || stroke.corner()[i] ? i : i - 1;
      int after = i + 2 == count || stroke.corner()[i + 1] ? i + 1 : i + 2;
      for (int piece = 1; piece <= PIECES; piece++) {
        float t = piece / (float) PIECES;
        append(
            catmullRom(px[before], px[i], px[i + 1], px[after], t),
            catmullRom(py[before], py[i], py[i + 1], py[after], t),
            false);
      }
    }
  }

  private static float catmullRom(float before, float from, float to, float after, float t) {
    float slopeFrom = (to - before) / 2;
    float slopeTo = (after - from) / 2;
    float rise = to - from;
    return from
        + t
            * (slopeFrom
                + t * (3 * rise - 2 * slopeFrom - slopeTo + t * (slopeFrom + slopeTo - 2 * rise)));
  }

  private void append(float pointX, float pointY, boolean begin) {
    x[points] = pointX;
    y[points] = pointY;
    begins[points] = begin;
    points++;
  }

  /** Moves the path by a smooth field: a slow and a faster wave for each direction. */
  private void bend() {
    for (int wave = 0; wave < 4; wave++) {
      boolean slow = wave < 2;
      float strength = normal() * (slow ? 0.065f : 0.025f);
      float frequency = (slow ? 4f : 8f) * between(0.6f, 1.2f);
      double direction = 2 * Math.PI * next();
      float alongX = (float) Math.cos(direction) * frequency;
      float alongY = (float) Math.sin(direction) * frequency;
      float phase = (float) (2 * Math.PI) * next();
      float[] moved = wave % 2 == 0 ? x : y;
      for (int i = 0; i < points; i++) {
        moved[i] += strength * (float) Math.sin(alongX * x[i] + alongY * y[i] + phase);
      }
    }
  }

  /** Turns, slants, resizes and moves the path into the image. */
  private void place(float radius) {
    float height = 20 * between(0.8f, 1.12f);
    float width = height * between(0.7f, 1.2f);
    float slant = clamp(normal() * 0.2f + 0.12f, -0.45f, 0.6f);
    float angle = clamp(normal() * 0.11f, -0.33f, 0.33f);
    float cosine = (float) Math.cos(angle);
    float sine = (float) Math.sin(angle);
    for (int i = 0; i < points; i++) {
      float fromTop = (y[i] - 0.5f) * height;
      float fromLeft = (x[i] - 0.5f) * width - slant * fromTop;
      x[i] = cosine * fromLeft - sine * fromTop;
      y[i] = sine * fromLeft + cosine * fromTop;
    }
    float most = SIDE - 2 * (radius + MARGIN);
    float scale = Math.min(1, most / Math.max(extent(x), extent(y)));
    fit(x, scale, radius);
    fit(y, scale, radius);
  }

  private float extent(float[] values) {
    return maximum(values) - minimum(values);
  }

  private float minimum(float[] values) {
    float minimum = values[0];
    for (int i = 1; i < points; i++) {
      minimum = Math.min(minimum, values[i]);
    }
    return minimum;
  }

  private float maximum(float[] values) {
    float maximum = values[0];
    for (int i = 1; i < points; i++) {
      maximum = Math.max(maximum, values[i]);
    }
    return maximum;
  }

  /** Centres one coordinate of the path, up to a random move that keeps it in the image. */
  private void fit(float[] values, float scale, float radius) {
    float half = extent(values) * scale / 2;
    float room = Math.max(0, SIDE / 2f - MARGIN - radius - half);
    float move = clamp(normal() * 1.2f, -room, room);
    float centre = (minimum(values) + maximum(values)) / 2;
    for (int i = 0; i < points; i++) {
      values[i] = (values[i] - centre) * scale + (SIDE - 1) / 2f + move;
    }
  }

  /** Finds for each pixel how deep inside the line it lies: pen radius − distance, at most. */
  private void paint(float radius, float softness) {
    Arrays.fill(depth, -softness);
    float pressure = between(0.05f, 0.3f);
    float phase = (float) (2 * Math.PI) * next();
    float pace = between(0.08f, 0.25f);
    for (int i = 1; i < points; i++) {
      if (!begins[i]) {
        float local = radius * (1 + pressure * (float) Math.sin(phase + pace * i));
        paintPiece(x[i - 1], y[i - 1], x[i], y[i], local, softness);
      }
    }
  }

  private void paintPiece(float x0, float y0, float x1, float y1, float radius, float softness) {
    float reach = radius + softness;
    int left = Math.max(0, (int) (Math.min(x0, x1) - reach));
    int right = Math.min(SIDE - 1, (int) (Math.max(x0, x1) + reach) + 1);
    int top = Math.max(0, (int) (Math.min(y0, y1) - reach));
    int bottom = Math.min(SIDE - 1, (int) (Math.max(y0, y1) + reach) + 1);
    float alongX = x1 - x0;
    float alongY = y1 - y0;
    float perLength = 1 / Math.max(alongX * alongX + alongY * alongY, 1e-6f);
    for (int row = top; row <= bottom; row++) {
      float fromY = row - y0;
      for (int column = left; column <= right; column++) {
        float fromX = column - x0;
        float t = clamp((fromX * alongX + fromY * alongY) * perLength, 0, 1);
        float missX = fromX - t * alongX;
        float missY = fromY - t * alongY;
        float inside = radius - (float) Math.sqrt(missX * missX + missY * missY);
        int pixel = row * SIDE + column;
        depth[pixel] = Math.max(depth[pixel], inside);
      }
    }
  }

  /** Turns depths into bytes, with a little noise. */
  private void develop(float softness, byte[] pixels, int offset) {
    float black = between(190, 255);
    float noise = between(0, 14) / 256;
    CounterRandom grain = random.fork(1);
    float perSoftness = 0.5f / softness;
    for (int i = 0; i < depth.length; i++) {
      float ink = clamp(0.5f + depth[i] * perSoftness, 0, 1);
      int bits = grain.bits(i);
      // The sum of two evenly distributed numbers: a triangle, near enough to a bell.
      float speck = noise * ((byte) bits + (byte) (bits >> 8));
      pixels[offset + i] = (byte) (int) clamp(black * ink + speck + 0.5f, 0, 255);
    }
  }

  private float next() {
    return random.uniform(draws++);
  }

  private float between(float low, float high) {
    return low + (high - low) * next();
  }

  /** Bell-shaped with deviation 1: four even draws, at most 3.5 from 0. */
  private float normal() {
    return (next() + next() + next() + next() - 2) * 1.7320508f;
  }

  private static float clamp(float value, float low, float high) {
    return Math.max(low, Math.min(high, value));
  }
}
