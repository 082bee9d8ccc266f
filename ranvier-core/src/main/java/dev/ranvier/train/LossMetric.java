package dev.ranvier.train;

import dev.ranvier.exec.Engines;
import dev.ranvier.exec.Plan;
import dev.ranvier.graph.Input;
import dev.ranvier.nn.Loss;
import dev.ranvier.op.Ops;
import dev.ranvier.tensor.Tensor;
import dev.ranvier.tensor.TensorType;
import dev.ranvier.train.metric.Metric;
import java.util.List;

/** A loss as a metric: its mean over examples. A plan is compiled once for each batch size. */
final class LossMetric implements Metric {
  private final Loss loss;
  private final RecentPlans<TensorType, Measured> plans = new RecentPlans<>();

  private record Measured(Plan plan, Input output, Input target) {}

  LossMetric(Loss loss) {
    this.loss = loss;
  }

  @Override
  public String name() {
    return "loss";
  }

  @Override
  public boolean greaterIsBetter() {
    return false;
  }

  @Override
  public boolean needsPredictions(TensorType outputs) {
    return false;
  }

  @Override
  public boolean needsOutputs() {
    return true;
  }

  @Override
  public Tally start() {
    return new Mean();
  }

  private Measured measured(TensorType outputs) {
    Input output = new Input("output", outputs);
    Input target = new Input("target", loss.targetType(outputs));
    Plan plan =
        Engines.standard()
            .compile(List.of(output, target), List.of(Ops.sum(loss.perExample(output, target))));
    return new Measured(plan, output, target);
  }

  private final class Mean implements Tally {
    private double sum;
    private long count;

    @Override
    public void add(Tensor outputs, Tensor targets) {
      Measured measured = plans.get(outputs.type(), LossMetric.this::measured);
      measured.plan().input(measured.output()).copyFrom(outputs);
      measured.plan().input(measured.target()).copyFrom(targets);
      measured.plan().run();
      sum += measured.plan().output(0).getDouble(0);
      count += outputs.shape().size(0);
    }

    @Override
    public double value() {
      return sum / count;
    }

    @Override
    public double[] counted() {
      return new double[] {sum, count};
    }

    @Override
    public void restore(double[] counted) {
      sum = counted[0];
      count = (long) counted[1];
    }
  }
}
