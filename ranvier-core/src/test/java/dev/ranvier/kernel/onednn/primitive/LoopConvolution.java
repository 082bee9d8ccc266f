package dev.ranvier.kernel.onednn.primitive;

/**
 * Two-dimensional convolution as plain loops over row-major arrays: the oracle.
 *
 * @param n images
 * @param groups groups of channels
 * @param in input channels per group
 * @param out output channels per group
 * @param input input height and width
 * @param kernel kernel height and width
 * @param window how the kernel moves
 */
public record LoopConvolution(
    int n, int groups, int in, int out, long[] input, long[] kernel, SlidingWindow window) {

  /** What happens at one place: indices into source, weights, destination. */
  private interface Visit {
    void at(int source, int weight, int destination);
  }

  long[] output() {
    return window.outputSizes(input, kernel);
  }

  long[] sourceShape() {
    return new long[] {n, (long) groups * in, input[0], input[1]};
  }

  long[] weightsShape() {
    return groups == 1
        ? new long[] {out, in, kernel[0], kernel[1]}
        : new long[] {groups, out, in, kernel[0], kernel[1]};
  }

  long[] destinationShape() {
    return new long[] {n, (long) groups * out, output()[0], output()[1]};
  }

  float[] forward(float[] source, float[] weights, float[] bias) {
    double[] sums = new double[(int) Trial.size(destinationShape())];
    int positions = (int) (output()[0] * output()[1]);
    for (int i = 0; i < sums.length; i++) {
      sums[i] = bias[i / positions % (groups * out)];
    }
    visit((s, w, d) -> sums[d] += (double) source[s] * weights[w]);
    return floats(sums);
  }

  float[] backwardData(float[] weights, float[] gradient) {
    double[] sums = new double[(int) Trial.size(sourceShape())];
    visit((s, w, d) -> sums[s] += (double) gradient[d] * weights[w]);
    return floats(sums);
  }

  float[] backwardWeights(float[] source, float[] gradient) {
    double[] sums = new double[(int) Trial.size(weightsShape())];
    visit((s, w, d) -> sums[w] += (double) gradient[d] * source[s]);
    return floats(sums);
  }

  float[] backwardBias(float[] gradient) {
    double[] sums = new double[groups * out];
    int positions = (int) (output()[0] * output()[1]);
    for (int i = 0; i < gradient.length; i++) {
      sums[i / positions % sums.length] += gradient[i];
    }
    return floats(sums);
  }

  private void visit(Visit visit) {
    for (int image = 0; image < n; image++) {
      for (int group = 0; group < groups; group++) {
        for (int o = 0; o < out; o++) {
          for (int c = 0; c < in; c++) {
            visitPlane(visit, image, group, o, c);
          }
        }
      }
    }
  }

  private void visitPlane(Visit visit, int image, int group, int o, int c) {
    int sourcePlane = (image * groups + group) * in + c;
    int weightPlane = (group * out + o) * in + c;
    int destinationPlane = (image * groups + group) * out + o;
    for (int y = 0; y < output()[0]; y++) {
      for (int x = 0; x < output()[1]; x++) {
        for (int ky = 0; ky < kernel[0]; ky++) {
          for (int kx = 0; kx < kernel[1]; kx++) {
            long sy = position(0, y, ky);
            long sx = position(1, x, kx);
            if (sy >= 0 && sy < input[0] && sx >= 0 && sx < input[1]) {
              visit.at(
                  (int) ((sourcePlane * input[0] + sy) * input[1] + sx),
                  (int) ((weightPlane * kernel[0] + ky) * kernel[1] + kx),
                  (int) ((destinationPlane * output()[0] + y) * output()[1] + x));
            }
          }
        }
      }
    }
  }

  private long position(int axis, int output, int element) {
    return output * window.strides()[axis]
        + element * window.dilations()[axis]
        - window.paddingLow()[axis];
  }

  private static float[] floats(double[] values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }
}
