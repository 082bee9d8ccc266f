package dev.ranvier.data;

import dev.ranvier.tensor.CounterRandom;

/** The linear classifier, in a few loops: a measure of how hard a set of examples is. */
public final class SoftmaxRegression {
  private final int classes;
  private final int features;
  private final float[][] weights;

  private SoftmaxRegression(int classes, int features) {
    this.classes = classes;
    this.features = features;
    this.weights = new float[classes][features + 1];
  }

  /** Learns by stochastic gradient descent, one example at a time, the rate falling to zero. */
  public static SoftmaxRegression fit(Dataset train, int epochs, float rate) {
    int features = (int) train.inputType().shape().elements();
    SoftmaxRegression model = new SoftmaxRegression(train.classCount(), features);
    float[] input = new float[features + 1];
    input[features] = 1; // the bias
    float[] scores = new float[model.classes];
    int steps = epochs * train.size();
    for (int epoch = 0; epoch < epochs; epoch++) {
      int[] order = CounterRandom.of(4, 0, epoch).permutation(train.size());
      for (int i = 0; i < order.length; i++) {
        train.copyInput(order[i], input, 0);
        model.score(input, scores);
        softmax(scores);
        scores[train.label(order[i])] -= 1;
        float now = rate * (1 - (epoch * order.length + i) / (float) steps);
        for (int c = 0; c < model.classes; c++) {
          float move = -now * scores[c];
          float[] row = model.weights[c];
          for (int j = 0; j < row.length; j++) {
            row[j] += move * input[j];
          }
        }
      }
    }
    return model;
  }

  /** The fraction of examples that are recognized. */
  public double accuracy(Dataset test) {
    float[] input = new float[features + 1];
    input[features] = 1;
    float[] scores = new float[classes];
    int right = 0;
    for (int i = 0; i < test.size(); i++) {
      test.copyInput(i, input, 0);
      score(input, scores);
      int best = 0;
      for (int c = 1; c < classes; c++) {
        best = scores[c] > scores[best] ? c : best;
      }
      right += best == test.label(i) ? 1 : 0;
    }
    return right / (double) test.size();
  }

  private void score(float[] input, float[] scores) {
    for (int c = 0; c < classes; c++) {
      float[] row = weights[c];
      float sum = 0;
      for (int j = 0; j < row.length; j++) {
        sum += row[j] * input[j];
      }
      scores[c] = sum;
    }
  }

  private static void softmax(float[] scores) {
    float largest = Float.NEGATIVE_INFINITY;
    for (float score : scores) {
      largest = Math.max(largest, score);
    }
    float sum = 0;
    for (int c = 0; c < scores.length; c++) {
      scores[c] = (float) Math.exp(scores[c] - largest);
      sum += scores[c];
    }
    for (int c = 0; c < scores.length; c++) {
      scores[c] /= sum;
    }
  }
}
