package dev.ranvier.minimize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.ranvier.exec.Engines;
import dev.ranvier.graph.Input;
import dev.ranvier.graph.Literal;
import dev.ranvier.graph.Node;
import dev.ranvier.graph.Variable;
import dev.ranvier.minimize.Minimum.End;
import dev.ranvier.op.AbsoluteOp;
import dev.ranvier.op.Ops;
import dev.ranvier.op.SliceOp;
import dev.ranvier.op.TanhOp;
import dev.ranvier.tensor.CounterRandom;
import dev.ranvier.tensor.DType;
import dev.ranvier.tensor.NdArray;
import dev.ranvier.tensor.Shape;
import dev.ranvier.tensor.Tensor;
import dev.ranvier.tensor.TensorType;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every method on functions whose minimum is known, in double precision. */
class MinimizerTest {
  /** A method with the iterations it may take in Rosenbrock's valley. */
  record Case(Minimizer minimizer, int iterations) {}

  static List<Case> all() {
    return List.of(
        new Case(new Lbfgs(), 60),
        new Case(new Bfgs(), 60),
        new Case(new ConjugateGradient(), 200),
        new Case(new Newton(), 60));
  }

  private static Variable doubles(String name, double... values) {
    return new Variable(name, Tensor.of(DType.F64, new NdArray(Shape.of(values.length), values)));
  }

  private static Node number(double value) {
    return new Literal(DType.F64, NdArray.scalar(value));
  }

  /** f(x, y) = (1 − x)² + 100 (y − x²)². */
  private static Objective rosenbrock(Variable point) {
    Node x = new SliceOp(List.of(0), List.of(1)).apply(point);
    Node y = new SliceOp(List.of(1), List.of(1)).apply(point);
    Node valley = Ops.square(Ops.subtract(y, Ops.square(x)));
    Node slope = Ops.square(Ops.subtract(number(1), x));
    Node value = Ops.sum(Ops.add(slope, Ops.multiply(valley, number(100))));
    return new Objective(Engines.standard(), value, List.of(point));
  }

  @ParameterizedTest
  @MethodSource("all")
  void reachesTheMinimumOfRosenbrock(Case method) {
    Variable point = doubles("point", -1.2, 1);
    Minimum minimum =
        method.minimizer().minimize(rosenbrock(point), new Limit(method.iterations()));
    assertThat(minimum.end()).as(minimum.toString()).isEqualTo(End.FLAT);
    assertThat(point.value().getDouble(0)).isCloseTo(1, within(1e-6));
    assertThat(point.value().getDouble(1)).isCloseTo(1, within(1e-6));
    assertThat(minimum.value()).isLessThan(1e-14);
  }

  /** f(x) = Σ cᵢ (xᵢ − i)² + (x₀ − x₁)², badly scaled and coupled. */
  private static Objective quadratic(Variable x) {
    Node scales = new Literal(DType.F64, new NdArray(Shape.of(4), new double[] {1, 10, 100, 1e3}));
    Node middle = new Literal(DType.F64, new NdArray(Shape.of(4), new double[] {0, 1, 2, 3}));
    Node parts = Ops.multiply(scales, Ops.square(Ops.subtract(x, middle)));
    Node first = new SliceOp(List.of(0), List.of(1)).apply(x);
    Node second = new SliceOp(List.of(1), List.of(1)).apply(x);
    Node coupled = Ops.sum(Ops.square(Ops.subtract(first, second)));
    return new Objective(Engines.standard(), Ops.add(Ops.sum(parts), coupled), List.of(x));
  }

  @ParameterizedTest
  @MethodSource("all")
  void reachesTheMinimumOfAQuadratic(Case method) {
    Variable x = doubles("x", 7, -3, 1, 9);
    Minimum minimum = method.minimizer().minimize(quadratic(x), new Limit(100));
    // The value is not 0 there: its last digit hides what smaller gradients would still gain.
    assertThat(minimum.gradient()).isLessThan(1e-6);
    assertThat(x.value().getDouble(3)).isCloseTo(3, within(1e-8));
    // The coupling pulls x₀ and x₁ towards one another: 2·x₀ = x₁ and 11·x₁ = 10 + x₀.
    assertThat(x.value().getDouble(0)).isCloseTo(10.0 / 21, within(1e-6));
    assertThat(x.value().getDouble(1)).isCloseTo(20.0 / 21, within(1e-6));
  }

  @Test
  void newtonMinimizesAQuadraticInOneStep() {
    Variable x = doubles("x", 7, -3, 1, 9);
    Minimum minimum = new Newton().minimize(quadratic(x), new Limit(1));
    assertThat(minimum.iterations()).isEqualTo(1);
    assertThat(minimum.gradient()).isLessThan(1e-9);
  }

  @Test
  void hessianProductsAreExact() {
    Variable point = doubles("point", 0.5, -2);
    Objective objective = rosenbrock(point);
    objective.evaluate(new double[] {0.5, -2}, new double[2]);
    // ∇²f = [[1200 x² − 400 y + 2, −400 x], [−400 x, 200]].
    assertThat(objective.hessianTimes(new double[] {1, 0}))
        .containsExactly(new double[] {1102, -200}, within(1e-9));
    assertThat(objective.hessianTimes(new double[] {2, 1}))
        .containsExactly(new double[] {2004, -200}, within(1e-9));
  }

  @Test
  void newtonIsDampedWhereTheFunctionCurvesDownwards() {
    // f = x⁴ − 2x² + y²: a saddle at 0, minima at ±1.
    Variable point = doubles("point", 0.1, 1);
    Node x = new SliceOp(List.of(0), List.of(1)).apply(point);
    Node y = new SliceOp(List.of(1), List.of(1)).apply(point);
    Node squared = Ops.square(x);
    Node value =
        Ops.sum(
            Ops.add(
                Ops.subtract(Ops.square(squared), Ops.multiply(squared, number(2))),
                Ops.square(y)));
    Objective objective = new Objective(Engines.standard(), value, List.of(point));
    Minimum minimum = new Newton().minimize(objective, new Limit(50));
    assertThat(minimum.end()).isEqualTo(End.FLAT);
    assertThat(minimum.value()).isCloseTo(-1, within(1e-10));
  }

  /** A network of 2, 20 and 1 units, in single precision as networks are. */
  @Test
  void levenbergAndMarquardtFitARegression() {
    CounterRandom random = new CounterRandom(11);
    float[] examples = new float[2 * 60];
    float[] targets = new float[60];
    for (int i = 0; i < 60; i++) {
      examples[2 * i] = 2 * random.uniform(2 * i) - 1;
      examples[2 * i + 1] = 2 * random.uniform(2 * i + 1) - 1;
      targets[i] = (float) (Math.sin(2 * examples[2 * i]) * Math.cos(examples[2 * i + 1]));
    }
    Input x = new Input("x", TensorType.f32(60, 2));
    Input t = new Input("t", TensorType.f32(60, 1));
    Variable w1 = drawn("w1", random, 1, 2, 20);
    Variable b1 = drawn("b1", random, 2, 20);
    Variable w2 = drawn("w2", random, 3, 20, 1);
    Variable b2 = drawn("b2", random, 4, 1);
    Node hidden = new TanhOp().apply(Ops.add(Ops.matmul(x, w1), b1));
    Node residuals = Ops.subtract(Ops.add(Ops.matmul(hidden, w2), b2), t);
    LeastSquares problem =
        new LeastSquares(
            Engines.standard(),
            residuals,
            List.of(w1, b1, w2, b2),
            Map.of(
                x, Tensor.of(Shape.of(60, 2), examples), t, Tensor.of(Shape.of(60, 1), targets)));
    Minimum minimum = new LevenbergMarquardt().minimize(problem, new Limit(200));
    assertThat(minimum.value()).as(minimum.toString()).isLessThan(1e-8);
    assertThat(problem.size()).isEqualTo(81);
  }

  private static Variable drawn(String name, CounterRandom random, int stream, int... sizes) {
    Tensor tensor = Tensor.zeros(TensorType.f32(sizes));
    for (int i = 0; i < tensor.shape().elements(); i++) {
      tensor.setDouble(i, random.uniform(1000 * stream + i) - 0.5);
    }
    return new Variable(name, tensor);
  }

  @Test
  void aStepThatCannotBeTakenEndsTheSearch() {
    // |x| has no flat place that a gradient could find.
    Variable x = doubles("x", 0.3);
    Node value = Ops.sum(new AbsoluteOp().apply(x));
    Objective objective = new Objective(Engines.standard(), value, List.of(x));
    Minimum minimum = new Lbfgs().minimize(objective, new Limit(50));
    assertThat(minimum.end()).isNotEqualTo(End.ITERATIONS);
    assertThat(Math.abs(x.value().getDouble(0))).isLessThan(1e-3);
  }

  @Test
  void aMatrixTooLargeForMemoryIsRefusedWithItsSize() {
    Variable weights = new Variable("weights", Tensor.zeros(TensorType.f32(1000, 1000)));
    Objective objective =
        new Objective(Engines.standard(), Ops.sum(Ops.square(weights)), List.of(weights));
    for (Minimizer dense : List.of(new Newton(), new Bfgs())) {
      assertThatThrownBy(() -> dense.minimize(objective, new Limit(1)))
          .hasMessageMatching(
              "(newton|bfgs): the dense matrix of 1,000,000 parameters needs 8,000\\.0 GB, allowed"
                  + " is a quarter of the heap, [0-9.]+ GB; use lbfgs or conjugate-gradient");
    }
  }

  @Test
  void badSettingsAreRefused() {
    assertThatThrownBy(() -> new Limit(0))
        .hasMessage("limit: iterations must be at least 1, got 0");
    assertThatThrownBy(() -> new Limit(1).withGradient(-1))
        .hasMessage("limit: gradient must be at least 0, got -1.0");
    assertThatThrownBy(() -> new Lbfgs(0)).hasMessage("lbfgs: memory must be at least 1, got 0");
    assertThatThrownBy(() -> new Newton().withDamping(0))
        .hasMessage("newton: damping must be above 0, got 0.0");
    assertThatThrownBy(() -> new LevenbergMarquardt(-1))
        .hasMessage("levenberg-marquardt: damping must be above 0, got -1.0");
  }
}
