package dev.ranvier.train;

import dev.ranvier.data.Batch;
import dev.ranvier.data.Batches;
import dev.ranvier.data.Batching;
import dev.ranvier.data.Dataset;
import dev.ranvier.exec.Engine;
import dev.ranvier.nn.Loss;
import dev.ranvier.nn.Model;
import dev.ranvier.optim.Optimizer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.function.Predicate;

/**
 * Short runs of training to see what learning rates do. Every run begins with the weights that the
 * model has and reads the same batches; the model is left as it was.
 *
 * @param model what is trained
 * @param loss what is made small
 * @param optimizer how gradients change the parameters
 * @param engine what the steps run on
 * @param data the training examples
 * @param batching how they are cut into batches; a rest that does not fill one is left out
 */
public record Trial(
    Model model, Loss loss, Optimizer optimizer, Engine engine, Dataset data, Batching batching) {
  /** Only whole batches: all steps are one plan. */
  public Trial {
    batching = batching.withSize(Math.min(batching.size(), data.size())).withDropLast(true);
  }

  /**
   * The losses of a run, each from before its step.
   *
   * @param steps how many at most
   * @param rate the learning rate of a step, counted from 0
   * @param isOver whether to end after these losses; a loss that is no finite number ends in any
   *     case
   */
  public List<Double> losses(int steps, IntToDoubleFunction rate, Predicate<List<Double>> isOver) {
    Weights before = Weights.of(model);
    List<Double> losses = new ArrayList<>();
    try (Batches batches = Batches.prefetched(data, batching)) {
      TrainingStep step =
          new TrainingStep(
              engine,
              model,
              loss,
              optimizer,
              new BatchForm(batching.size(), data.weighted()),
              model.seed());
      boolean over = false;
      for (int i = 0; i < steps && !over; i++) {
        Batch batch = batches.next();
        losses.add(step.run(batch, rate.applyAsDouble(i), i + 1));
        over = !Double.isFinite(losses.getLast()) || isOver.test(losses);
      }
    } finally {
      before.copyTo(model);
    }
    return losses;
  }
}
