package dev.ranvier.data.source;

import java.util.List;

/**
 * How people write the ten digits: for each some ways, as the path of the pen.
 *
 * <p>A way is a list of strokes separated by {@code /}; a stroke is a list of points {@code x,y} on
 * a field of 100 by 100 (y downwards) through which the pen moves in a smooth curve; a {@code !}
 * after a point makes it a corner. Common ways are listed more than once.
 */
final class DigitShapes {
  private static final List<List<String>> WAYS =
      List.of(
          List.of( // 0
              "52,2 30,10 17,35 18,68 32,94 52,99 73,88 84,60 80,28 66,7 50,3",
              "52,2 30,10 17,35 18,68 32,94 52,99 73,88 84,60 80,28 66,7 50,3",
              "60,8 42,1 22,16 12,46 18,80 40,98 66,92 84,66 86,36 74,12 52,7",
              "40,4 22,22 16,52 24,84 48,99 74,86 85,55 78,22 58,3 38,8 30,16",
              "72,12 52,1 30,10 16,40 20,78 42,98 66,92 82,66 80,30 62,8 44,8"),
          List.of( // 1
              "50,0 50,100",
              "50,0 49,50 50,100",
              "54,0 50,40 46,100",
              "28,24 44,12 54,0! 52,50 51,100",
              "34,20 54,1! 53,50 52,100",
              "28,26 52,2! 52,98! / 26,98 52,97 78,98"),
          List.of( // 2
              "16,26 26,8 48,1 70,8 78,28 66,52 42,76 14,97! 50,95 88,96",
              "18,22 34,4 60,2 76,16 74,38 52,66 16,96! 52,93 86,95",
              "16,24 32,5 60,2 77,20 70,46 46,74 22,94 12,88 22,77 42,86 62,97 88,92",
              "20,18 42,3 66,8 74,28 62,54 38,82 20,97 12,88 26,80 52,92 70,98 90,90",
              "14,12 40,2 70,6 74,26 54,56 14,95! 86,95"),
          List.of( // 3
              "18,14 36,2 60,2 76,16 70,36 44,46! 70,54 82,72 72,92 46,100 16,88",
              "16,8 44,0 72,10 72,32 42,46! 74,56 80,80 56,98 28,98 12,86",
              "20,16 40,2 66,6 74,24 60,42 46,46 64,50 82,66 78,88 52,100 18,92",
              "16,4 78,4! 44,40! 72,50 82,72 68,94 40,99 14,88",
              "22,12 46,2 70,14 66,36 46,46 40,46 62,48 78,62 74,86 46,99 18,84"),
          List.of( // 4
              "24,2 18,30 12,56! 50,57 90,54 / 68,12 66,56 62,100",
              "22,4 14,54! 86,56 / 70,4 66,100",
              "28,4 20,34 24,54 48,58 78,50 / 80,2 76,50 70,100",
              "64,1! 8,66! 92,66 / 64,1 64,100",
              "60,2 34,36 10,68! 50,67 90,66 / 64,36 62,100",
              "22,4 18,40 28,54 52,52 78,36 84,6! 78,50 74,100"),
          List.of( // 5
              "80,3 28,4! 22,44! 44,36 68,42 82,64 72,90 44,100 14,90",
              "78,4 30,5! 24,42! 54,38 78,54 78,82 54,99 16,90",
              "28,6 22,44! 50,37 76,50 80,76 58,98 16,92 / 28,5 56,6 84,2",
              "82,2 54,6 32,6! 26,28 22,46 46,40 72,50 78,76 56,97 28,98 10,86",
              "74,4 32,6! 28,40! 60,44 74,66 64,90 36,99 12,92"),
          List.of( // 6
              "68,2 40,20 20,52 20,82 42,99 70,92 78,70 62,54 38,60 22,78",
              "58,0 34,28 18,64 26,92 52,99 76,84 74,60 52,52 30,64 22,80",
              "74,6 50,6 26,34 16,70 32,97 62,97 80,76 66,54 40,56 20,74",
              "50,0 30,30 20,66 28,94 54,98 70,80 62,62 42,64 26,84",
              "64,2 36,30 22,68 38,98 66,94 74,72 54,60 30,72"),
          List.of( // 7
              "12,6 50,5 86,4! 62,44 42,100",
              "12,8 88,6! 66,40 50,72 44,100",
              "12,20 14,5! 50,7 86,4! 60,46 44,100",
              "14,6 86,5! 58,48 40,100 / 30,52 56,50 80,51",
              "10,14 26,5 50,9 84,4 78,22 56,58 46,100",
              "12,6 84,6! 64,50 44,99 / 34,54 78,48"),
          List.of( // 8
              "74,16 54,2 30,8 28,28 48,46 72,62 78,84 54,99 26,92 24,72 46,50 70,32 76,14",
              "70,12 48,2 28,14 32,34 54,48 74,66 72,90 46,99 24,86 30,64 52,46 70,28 68,10",
              "50,46 30,34 28,12 50,1 72,12 70,34 50,46 26,60 20,84 48,99 78,86 76,62 52,47",
              "34,40 30,14 52,2 72,16 62,38 40,54 22,76 32,96 58,98 76,80 66,58 42,46 30,34",
              "78,8 52,2 28,14 34,36 58,50 72,70 60,94 34,98 24,78 40,58 62,40 80,10"),
          List.of( // 9
              "78,22 60,3 34,6 20,28 30,48 54,50 74,36 79,16! 74,56 68,100",
              "76,24 58,4 30,8 22,34 42,50 68,38 78,12! 76,60 76,100",
              "76,18 52,2 26,14 24,38 46,50 70,38 78,18 78,54 64,88 38,99 18,90",
              "74,14 48,2 24,20 30,46 56,48 74,28 76,12 72,50 58,82 44,100",
              "70,8 42,4 24,26 36,48 62,44 76,20 74,50 66,76 60,100"));

  /** Each digit's ways, each way's strokes. */
  private static final Stroke[][][] SHAPES = new Stroke[WAYS.size()][][];

  static {
    for (int digit = 0; digit < SHAPES.length; digit++) {
      SHAPES[digit] = parse(WAYS.get(digit));
    }
  }

  /**
   * One movement of the pen.
   *
   * @param x the columns of the points, on a field of 1 by 1
   * @param y the rows of the points
   * @param corner at which points the movement has no common direction
   */
  record Stroke(double[] x, double[] y, boolean[] corner) {}

  private DigitShapes() {}

  /** How many ways to write a digit are known. */
  static int ways(int digit) {
    return SHAPES[digit].length;
  }

  /** The strokes of one way; not to be changed. */
  static Stroke[] strokes(int digit, int way) {
    return SHAPES[digit][way];
  }

  // Plain loops: lambdas would cost tens of milliseconds at the start of the program.
  private static Stroke[][] parse(List<String> ways) {
    Stroke[][] shapes = new Stroke[ways.size()][];
    for (int way = 0; way < shapes.length; way++) {
      String[] strokes = ways.get(way).split(" / ");
      shapes[way] = new Stroke[strokes.length];
      for (int i = 0; i < strokes.length; i++) {
        shapes[way][i] = stroke(strokes[i]);
      }
    }
    return shapes;
  }

  private static Stroke stroke(String text) {
    String[] points = text.split(" ");
    Stroke stroke =
        new Stroke(
            new double[points.length], new double[points.length], new boolean[points.length]);
    for (int i = 0; i < points.length; i++) {
      stroke.corner[i] = points[i].endsWith("!");
      String[] place = points[i].replace("!", "").split(",");
      stroke.x[i] = Integer.parseInt(place[0]) / 100.0;
      stroke.y[i] = Integer.parseInt(place[1]) / 100.0;
    }
    return stroke;
  }
}
