package dev.ranvier.infer;

import dev.ranvier.exec.Engine;
import dev.ranvier.exec.Engines;
import dev.ranvier.exec.Plan;
import dev.ranvier.exec.Preparation;
import dev.ranvier.graph.Input;
import dev.ranvier.graph.Node;
import dev.ranvier.nn.Model;
import dev.ranvier.tensor.Shape;
import dev.ranvier.tensor.Tensor;
import dev.ranvier.tensor.TensorType;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Computes a model's outputs, for batches of any size and from any number of threads.
 *
 * <pre>{@code
 * InferenceSession session = new InferenceSession(model);
 * Tensor outputs = session.predict(images);   // a tensor of its own
 * session.predict(images, outputs);           // into one that is there: allocates nothing
 * }</pre>
 *
 * <p>The first call of a batch size compiles a plan; later calls use it again. All plans share the
 * model's weights and what is prepared of them; weights that have changed since the last call are
 * prepared anew. No call may run while weights are being changed.
 *
 * <p>As many calls run at once as the processors allow with the engine's threads for each; others
 * wait. With the standard engine, which uses every processor for each call, calls take turns; with
 * {@link Engines#onCallersThread}, each runs on its caller's thread alone, one for each processor
 * at once: slower for a single call, faster for many. Results do not depend on what else runs.
 */
public final class InferenceSession {
  /** Plans kept beside those that run; the one that was used longest ago goes first. */
  private static final int KEPT_PLANS = 8;

  private final TensorType example;
  private final UnaryOperator<Node> function;
  private final Engine engine;
  private final Preparation preparation = new Preparation();
  private final int most;

  /** The plans that do not run, the one used last at the end. */
  private final Lane[] idle;

  private int idleCount;
  private int running;

  /** A plan with its own buffers, for one call at a time. */
  private record Lane(int batch, Plan plan, Tensor input, Tensor output) {
    void run(Tensor inputs) {
      input.copyFrom(inputs);
      plan.run();
    }
  }

  /** Runs a model on the standard engine. */
  public InferenceSession(Model model) {
    this(model, Engines.standard());
  }

  /** Runs a model on a given engine. */
  public InferenceSession(Model model, Engine engine) {
    this(model.input(), model::apply, engine);
  }

  /**
   * Runs any function of a batch.
   *
   * @param example the type of one example, without the batch axis
   * @param function from a batch to what is wanted, as graph; called once for each plan
   * @param engine what the plans run on
   */
  public InferenceSession(TensorType example, UnaryOperator<Node> function, Engine engine) {
    this.example = example;
    this.function = function;
    this.engine = engine;
    this.most =
        Math.max(1, Runtime.getRuntime().availableProcessors() / engine.workers().threads());
    this.idle = new Lane[KEPT_PLANS + most];
  }

  /**
   * What the function gives for a batch of inputs.
   *
   * @param inputs [batch, …], each example of the model's input type
   * @return the outputs, in memory of their own
   * @throws IllegalArgumentException when the inputs are of another type
   */
  public Tensor predict(Tensor inputs) {
    Lane lane = enter(batch(inputs));
    try {
      lane.run(inputs);
      return lane.output.copy();
    } finally {
      leave(lane);
    }
  }

  /**
   * Writes what the function gives for a batch of inputs into a tensor. Allocates nothing on the
   * Java heap once a plan for the batch size is there.
   *
   * @param inputs [batch, …], each example of the model's input type
   * @param outputs what is overwritten, of the type that {@link #predict(Tensor)} returns
   * @throws IllegalArgumentException when inputs or outputs are of another type
   */
  public void predict(Tensor inputs, Tensor outputs) {
    Lane lane = enter(batch(inputs));
    try {
      if (!outputs.type().equals(lane.output.type())) {
        throw new IllegalArgumentException(
            "predict: the outputs for "
                + inputs.type()
                + " are "
                + lane.output.type()
                + ", got a tensor of "
                + outputs.type()
                + " to write them to");
      }
      lane.run(inputs);
      outputs.copyFrom(lane.output);
    } finally {
      leave(lane);
    }
  }

  /** The type of one example, without the batch axis. */
  public TensorType input() {
    return example;
  }

  /** What the session's plans share; other plans of the same engine and model may share it too. */
  public Preparation preparation() {
    return preparation;
  }

  private int batch(Tensor inputs) {
    Shape given = inputs.shape();
    boolean fits = given.rank() == example.shape().rank() + 1 && inputs.dtype() == example.dtype();
    for (int axis = 1; fits && axis < given.rank(); axis++) {
      fits = given.size(axis) == example.shape().size(axis - 1);
    }
    if (!fits) {
      throw new IllegalArgumentException(
          "predict: the model takes batches of "
              + example
              + ", got "
              + inputs.type()
              + "; the first axis is the batch");
    }
    return given.size(0);
  }

  /** Waits until a call may run and gives it a plan. */
  private Lane enter(int batch) {
    Lane lane = awaitTurn(batch);
    if (lane == null) {
      try {
        lane = compile(batch);
      } finally {
        if (lane == null) {
          leave(null);
        }
      }
    }
    return lane;
  }

  /** An idle plan for the batch size; null if there is none, but the call may run. */
  private synchronized Lane awaitTurn(int batch) {
    boolean interrupted = false;
    while (running == most) {
      try {
        wait();
      } catch (InterruptedException e) {
        interrupted = true; // the caller finds out when the call is done
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    running++;
    for (int i = idleCount - 1; i >= 0; i--) {
      if (idle[i].batch == batch) {
        Lane lane = idle[i];
        remove(i);
        return lane;
      }
    }
    return null;
  }

  private synchronized void leave(Lane lane) {
    if (lane != null) {
      if (idleCount == idle.length) {
        remove(0);
      }
      idle[idleCount++] = lane;
    }
    running--;
    notify();
  }

  private void remove(int index) {
    idleCount--;
    System.arraycopy(idle, index + 1, idle, index, idleCount - index);
    idle[idleCount] = null;
  }

  private Lane compile(int batch) {
    Input input =
        new Input("input", new TensorType(example.dtype(), example.shape().insert(0, batch)));
    Plan plan = engine.compile(List.of(input), List.of(function.apply(input)), preparation);
    return new Lane(batch, plan, plan.input(input), plan.output(0));
  }
}
