package dev.ranvier.kernel.vector.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.ranvier.autodiff.Gradients;
import dev.ranvier.exec.Engine;
import dev.ranvier.exec.Engines;
import dev.ranvier.exec.JavaWorkers;
import dev.ranvier.exec.Plan;
import dev.ranvier.golden.CatalogExamples;
import dev.ranvier.graph.Input;
import dev.ranvier.graph.Interpreter;
import dev.ranvier.graph.Node;
import dev.ranvier.kernel.vector.VectorBackend;
import dev.ranvier.nn.Activation;
import dev.ranvier.nn.ElementwiseLoss;
import dev.ranvier.nn.Loss;
import dev.ranvier.nn.Model;
import dev.ranvier.nn.Trace;
import dev.ranvier.nn.loss.CosineDistance;
import dev.ranvier.nn.loss.MultiTask;
import dev.ranvier.nn.loss.Triplet;
import dev.ranvier.op.Ops;
import dev.ranvier.op.SliceOp;
import dev.ranvier.tensor.DType;
import dev.ranvier.tensor.NdArray;
import dev.ranvier.tensor.Shape;
import dev.ranvier.tensor.Tensor;
import dev.ranvier.tensor.TensorType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Every activation and every loss of the catalogue, and their derivatives, in single precision
 * against double precision, by every kind of loop there is.
 *
 * <p>Losses and what gives numbers of one sign, as a logarithm may follow, are exact to 2e-6 of the
 * number itself however small it is; other activations and all derivatives to that or to 2e-7.
 * Numbers below the normal ones may be 0. With other settings than the defaults, e to a product is
 * as exact as the product.
 */
class ScalarAccuracyTest {
  private static final double RELATIVE = 2e-6;
  private static final double ABSOLUTE = 2e-7;
  private static final double[] NEAR_ZERO = {0, 1e-30, 1e-20, 1e-10, 1e-7, 1e-5, 1e-3, 0.03, 0.3};
  private static final double[] TARGETS = {-1, 0, 0.3, 1};
  private static final int WIDTH = 6;

  /** As many classes as the examples have weights for. */
  private static final int CLASSES = 5;

  /** Below it numbers may be 0: exponentials end at the smallest normal one, and are scaled. */
  private static final double LEAST = 8 * Float.MIN_NORMAL;

  private static Map<String, Engine> engines() {
    Map<String, Engine> engines = new LinkedHashMap<>();
    for (LoopForm form : PresentForms.all()) {
      engines.put(
          "cold " + form, engine(new Loops(form, key -> new InterpretedLoop(Lowering.of(key)))));
      engines.put(
          "generated " + form,
          engine(new Loops(form, key -> LoopCompiler.compile(key).orElseThrow())));
    }
    engines.put("standard", Engines.standard());
    return engines;
  }

  private static Engine engine(Loops loops) {
    JavaWorkers workers = new JavaWorkers(1);
    return new Engine(workers, List.of(new VectorBackend(workers, loops)));
  }

  /** From −100 to 100, closer together around 0, and both sides of the kinks that formulas have. */
  private static float[] grid(int instructions) {
    TreeSet<Float> points = new TreeSet<>();
    for (int i = -instructions; i <= instructions; i++) {
      points.add(100f * i / instructions);
      points.add(10f * i / instructions + 0.0137f);
    }
    for (double point : NEAR_ZERO) {
      points.add((float) point);
      points.add((float) -point);
      points.add((float) (1 - point));
      points.add((float) (-3 + point));
    }
    float[] grid = new float[points.size()];
    int next = 0;
    for (float point : points) {
      grid[next++] = point;
    }
    return grid;
  }

  @TestFactory
  Stream<DynamicTest> activations() {
    return CatalogExamples.of(Activation.class, List.of("activations")).entrySet().stream()
        .map(each -> dynamicTest(each.getKey(), () -> check(each.getKey(), each.getValue())));
  }

  @TestFactory
  Stream<DynamicTest> losses() {
    return CatalogExamples.of(Loss.class, List.of("losses")).entrySet().stream()
        // These are functions of whole vectors, whose lengths and distances are rounded.
        .filter(each -> !(each.getValue() instanceof Triplet))
        .filter(each -> !(each.getValue() instanceof CosineDistance))
        .filter(each -> !(each.getValue() instanceof MultiTask)) // made of the others
        .map(each -> dynamicTest(each.getKey(), () -> check(each.getKey(), each.getValue())));
  }

  private static void check(String name, Activation activation) {
    float[] grid = grid(1000);
    // Beside each number zeros, for those that look at whole rows.
    NdArray rows = NdArray.zeros(Shape.of(grid.length, WIDTH));
    for (int i = 0; i < grid.length; i++) {
      rows.set(grid[i], i, 0);
    }
    Model model = new Model(TensorType.f32(WIDTH), activation, 7);
    Trace trace = model.trace(grid.length, false);
    Node objective = Ops.sum(SliceOp.of(trace.output(), List.of(0, 0), Shape.of(grid.length, 1)));
    Node gradient = Gradients.of(objective, List.of(trace.input())).getFirst();
    List<NdArray> wanted =
        Interpreter.evaluate(List.of(trace.output(), gradient), Map.of(trace.input(), rows));
    double[] values = wanted.getFirst().data();
    boolean oneSign =
        DoubleStream.of(values).allMatch(y -> y >= 0)
            || DoubleStream.of(values).allMatch(y -> y <= 0);
    for (var engine : engines().entrySet()) {
      Plan plan =
          engine.getValue().compile(List.of(trace.input()), List.of(trace.output(), gradient));
      List<Tensor> got = plan.call(Tensor.of(DType.F32, rows));
      String path = name + ", " + engine.getKey();
      int width = values.length / grid.length;
      assertClose(got.get(0), wanted.get(0), grid, width, oneSign ? 0 : ABSOLUTE, path);
      assertClose(got.get(1), wanted.get(1), grid, WIDTH, ABSOLUTE, "derivative of " + path);
    }
  }

  private static void check(String name, Loss loss) {
    int checked = 0;
    for (double target : TARGETS) {
      float[] grid = grid(loss instanceof ElementwiseLoss ? 1000 : 200);
      int width = loss instanceof ElementwiseLoss ? 1 : CLASSES;
      Input x = new Input("x", TensorType.f32(grid.length, width));
      TensorType type = loss.targetType(x.type());
      Tensor targets = targets(type, target);
      if (isTaken(loss, targets, x.type())) {
        checked++;
        NdArray rows = NdArray.zeros(x.shape());
        for (int i = 0; i < grid.length; i++) {
          rows.set(grid[i], i, 0);
        }
        check(name + " of target " + target, loss, x, rows, targets, grid);
      }
    }
    assertThat(checked).as("targets that %s takes", name).isPositive();
  }

  /** One number, an index of a class, or that class's one-hot vector. */
  private static Tensor targets(TensorType type, double target) {
    Tensor targets = Tensor.zeros(type);
    boolean oneHot = type.shape().rank() == 2 && type.shape().size(1) == CLASSES;
    for (int i = 0; i < type.shape().elements(); i++) {
      double hot = i % CLASSES == (target == 1 ? 1 : 0) ? 1 : 0;
      targets.setDouble(i, oneHot ? hot : target);
    }
    return targets;
  }

  private static boolean isTaken(Loss loss, Tensor targets, TensorType prediction) {
    try {
      int row = (int) (targets.shape().elements() / targets.shape().size(0));
      loss.requireTargets(targets, 0, row, prediction);
      return true;
    } catch (IllegalArgumentException e) {
      assertThat(e).hasMessageContaining("of the batch has the target");
      return false;
    }
  }

  private static void check(
      String name, Loss loss, Input x, NdArray rows, Tensor targets, float[] grid) {
    Input target = new Input("target", targets.type());
    Node each = loss.perExample(x, target);
    Node gradient = Gradients.of(Ops.sum(each), List.of(x)).getFirst();
    List<NdArray> wanted =
        Interpreter.evaluate(List.of(each, gradient), Map.of(x, rows, target, targets.toNdArray()));
    for (var engine : engines().entrySet()) {
      Plan plan = engine.getValue().compile(List.of(x, target), List.of(each, gradient));
      List<Tensor> got = plan.call(Tensor.of(DType.F32, rows), targets);
      String path = name + ", " + engine.getKey();
      assertClose(got.get(0), wanted.get(0), grid, 1, 0, path);
      assertClose(
          got.get(1), wanted.get(1), grid, x.shape().size(1), ABSOLUTE, "derivative of " + path);
    }
  }

  private static void assertClose(
      Tensor got, NdArray wanted, float[] grid, int width, double absolute, String context) {
    List<String> wrong = new ArrayList<>();
    for (int i = 0; i < wanted.data().length; i++) {
      double right = wanted.data()[i];
      double actual = got.getDouble(i);
      boolean close =
          Math.abs(right) > Float.MAX_VALUE || Double.isNaN(right)
              ? Double.compare(actual, (float) right) == 0
              : Math.abs(actual - right)
                  <= Math.max(
                      relative(right, context) * Math.abs(right), Math.max(absolute, LEAST));
      if (!close) {
        wrong.add(String.format("at %s: %s instead of %s", grid[i / width], actual, right));
      }
    }
    assertThat(wrong).as(context).isEmpty();
  }

  private static double relative(double right, String context) {
    boolean isDefault = !context.contains("{");
    return isDefault || right == 0
        ? RELATIVE
        : RELATIVE + Math.abs(Math.log(Math.abs(right))) * 0x1p-24;
  }
}
