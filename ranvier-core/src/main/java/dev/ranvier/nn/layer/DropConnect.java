package dev.ranvier.nn.layer;

import dev.ranvier.graph.Node;
import dev.ranvier.nn.Connected;
import dev.ranvier.nn.Context;
import dev.ranvier.nn.Layer;
import dev.ranvier.nn.NormalDraws;
import dev.ranvier.op.Ops;
import dev.ranvier.op.UniformOp;
import dev.ranvier.setting.Settings;
import dev.ranvier.tensor.CounterRandom;
import dev.ranvier.tensor.DType;
import dev.ranvier.tensor.NdArray;

/**
 * A dense or convolution layer whose connections are dropped with a probability in training.
 *
 * <p>Formula in training: y = f((M ∘ W)·x / (1 − rate) + b), where an element of the mask M is 0
 * with the probability rate, else 1; one mask serves the batch. In use, either the connections'
 * mean, f(W·x + b), or the mean of f over samples of the normal distribution that (M ∘ W)·x / (1 −
 * rate) nearly has, of mean W·x and variance rate / (1 − rate) · W²·x². The samples are the same at
 * every use. Defaults: f is the identity, no samples. Errors: a layer without weights. Source: Wan
 * et al., "Regularization of neural networks using DropConnect", 2013, with the scaling in
 * training.
 *
 * @param layer the dense or two-dimensional convolution layer
 * @param rate the probability of dropping a connection, at least 0 and below 1
 * @param activation f, inside because sampling averages its results
 * @param samples how many samples to average in use, at most 10,000; 0 for the connections' mean
 */
public record DropConnect(Layer layer, double rate, Layer activation, int samples)
    implements Layer {
  private static final int MAX_SAMPLES = 10_000;

  /** Without activation, with the connections' mean in use. */
  public DropConnect(Layer layer, double rate) {
    this(layer, rate, new Sequential(), 0);
  }

  /** Checks the settings. */
  public DropConnect {
    Settings.fraction("drop-connect", "rate", rate);
    Settings.notNegative("drop-connect", "samples", samples);
    Settings.atMost("drop-connect", "samples", samples, MAX_SAMPLES);
  }

  /** The same layer with another activation. */
  public DropConnect withActivation(Layer other) {
    return new DropConnect(layer, rate, other, samples);
  }

  /** The same layer with so many samples in use. */
  public DropConnect withSamples(int other) {
    return new DropConnect(layer, rate, activation, other);
  }

  @Override
  public Node apply(Node x, Context context) {
    if (!(layer instanceof Connected connected)) {
      throw new IllegalArgumentException(
          String.format(
              "drop-connect %s: drops connections of a dense or conv2d layer, got %s",
              context.layerName(), layer.kind()));
    }
    Node weights = connected.weights(x, context);
    if (context.training()) {
      Node uniform = new UniformOp(weights.shape()).apply(context.randomKey());
      Node dropped = Ops.less(uniform, Ops.number(rate));
      Node kept = Ops.select(dropped, Ops.number(0), Ops.multiply(weights, 1 / (1 - rate)));
      return activated(connected, connected.product(x, kept), context);
    }
    Node mean = connected.product(x, weights);
    return samples == 0
        ? activated(connected, mean, context)
        : sampled(connected, mean, connected.product(Ops.square(x), Ops.square(weights)), context);
  }

  private Node sampled(Connected connected, Node mean, Node squares, Context context) {
    Node deviation = Ops.squareRoot(Ops.multiply(squares, rate / (1 - rate)));
    Node sum = Ops.number(0);
    for (int i = 0; i < samples; i++) {
      int number = CounterRandom.keyOf(0, 0, i);
      Node key = new dev.ranvier.graph.Literal(DType.I32, NdArray.scalar(number));
      Node noise = Ops.multiply(deviation, NormalDraws.of(mean.shape(), key));
      sum = Ops.add(sum, activated(connected, Ops.add(mean, noise), context));
    }
    return Ops.multiply(sum, 1.0 / samples);
  }

  private Node activated(Connected connected, Node product, Context context) {
    return activation.apply(connected.biased(product, context), context);
  }
}
