package dev.ranvier.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.ranvier.autodiff.Gradients;
import dev.ranvier.graph.Input;
import dev.ranvier.graph.Node;
import dev.ranvier.graph.Op;
import dev.ranvier.graph.Verifier;
import dev.ranvier.op.normalization.BatchNormalizationOp;
import dev.ranvier.op.scalar.Differentiation;
import dev.ranvier.op.scalar.Expression;
import dev.ranvier.tensor.CounterRandom;
import dev.ranvier.tensor.DType;
import dev.ranvier.tensor.NdArray;
import dev.ranvier.tensor.TensorType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every op promises, checked on every op of {@link OpExamples}. */
class OpContractTest {
  private static final long SEED = 20260101;

  static List<OpExample> examples() {
    return OpExamples.all();
  }

  static List<OpExample> differentiable() {
    return examples().stream().filter(example -> example.differentiable() > 0).toList();
  }

  static List<OpExample> twiceDifferentiable() {
    return examples().stream().filter(example -> example.differentiable() > 1).toList();
  }

  static List<OpExample> notDifferentiable() {
    return examples().stream().filter(example -> example.differentiable() == 0).toList();
  }

  static List<OpExample> elementwise() {
    return examples().stream().filter(example -> example.op() instanceof Elementwise).toList();
  }

  @Test
  void everyOpHasAnExample() {
    Set<String> ops =
        new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("dev.ranvier.op")
                .stream()
                .filter(type -> type.isAssignableTo(Op.class) && !type.isInterface())
                .map(JavaClass::getName)
                .collect(Collectors.toSet());
    assertThat(ops).isNotEmpty();
    assertThat(examples().stream().map(example -> example.op().getClass().getName()))
        .as("add a line to OpExamples")
        .containsAll(ops);
  }

  @ParameterizedTest
  @MethodSource("examples")
  void theDefinitionFollowsTheShapeRule(OpExample example) {
    List<NdArray> inputs = example.draw(CounterRandom.of(SEED, 1, 0));
    List<NdArray> untouched =
        inputs.stream().map(x -> new NdArray(x.shape(), x.data().clone())).toList();
    List<TensorType> types = example.op().infer(example.inputs());
    List<NdArray> results = example.op().evaluate(inputs);
    assertThat(results.stream().map(NdArray::shape))
        .isEqualTo(types.stream().map(TensorType::shape).toList());
    assertThat(inputs).as("inputs after evaluation").isEqualTo(untouched);
    for (int i = 0; i < results.size(); i++) {
      if (!types.get(i).dtype().isFloating()) {
        assertThat(Arrays.stream(results.get(i).data())).allMatch(x -> x == Math.rint(x));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("examples")
  void missingInputsAreNamed(OpExample example) {
    assertThatThrownBy(() -> example.op().infer(List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(example.op().name() + ": takes ")
        .hasMessageContaining("got")
        .hasMessageNotContaining("\n");
  }

  @ParameterizedTest
  @MethodSource("examples")
  void theNameIsFitForMessages(OpExample example) {
    assertThat(example.op().name()).matches("[a-z][a-z0-9]*(-[a-z0-9]+)*");
    assertThat(example.op().toString()).startsWith(example.op().getClass().getSimpleName() + "[");
  }

  @ParameterizedTest
  @MethodSource("differentiable")
  void gradientsAgreeWithFiniteDifferences(OpExample example) {
    CounterRandom random = CounterRandom.of(SEED, 2, 0);
    List<Input> inputs = OpGraphs.inputs(example.inputs());
    Node objective = OpGraphs.objective(example, inputs, random);
    FiniteDifferences.check(objective, inputs, example.draw(random), "seed " + SEED);
  }

  @ParameterizedTest
  @MethodSource("twiceDifferentiable")
  void gradientsOfGradientsAgreeWithFiniteDifferences(OpExample example) {
    CounterRandom random = CounterRandom.of(SEED, 3, 0);
    List<Input> inputs = OpGraphs.inputs(example.inputs());
    List<Input> floating = inputs.stream().filter(x -> x.dtype().isFloating()).toList();
    Node objective = OpGraphs.objective(example, inputs, random);
    List<Node> gradients = Gradients.of(objective, floating);
    Node second = OpGraphs.weightedSum(gradients, random.fork(99));
    FiniteDifferences.check(second, inputs, example.draw(random), "seed " + SEED);
  }

  @ParameterizedTest
  @MethodSource("differentiable")
  void gradientsKeepTheElementType(OpExample example) {
    List<TensorType> narrow =
        example.inputs().stream()
            .map(type -> type.dtype().isFloating() ? type.withDType(DType.BF16) : type)
            .toList();
    List<Input> inputs = OpGraphs.inputs(narrow);
    List<Input> floating = inputs.stream().filter(x -> x.dtype().isFloating()).toList();
    Node objective = OpGraphs.objective(example, inputs, CounterRandom.of(SEED, 4, 0));
    List<Node> gradients = Gradients.of(objective, floating);
    Verifier.verify(gradients);
    assertThat(gradients.stream().map(Node::type))
        .isEqualTo(floating.stream().map(Node::type).toList());
  }

  @ParameterizedTest
  @MethodSource("notDifferentiable")
  void aMissingRuleNamesTheOp(OpExample example) {
    List<Input> inputs = OpGraphs.inputs(example.inputs());
    Node objective = OpGraphs.objective(example, inputs, CounterRandom.of(SEED, 5, 0));
    assertThatThrownBy(() -> Gradients.of(objective, inputs))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(example.op().name() + ": has no gradient rule; ");
  }

  @ParameterizedTest
  @MethodSource("elementwise")
  void declaredDerivativesAgreeWithSymbolicOnes(OpExample example) {
    Elementwise op = (Elementwise) example.op();
    CounterRandom random = CounterRandom.of(SEED, 6, 0);
    for (int point = 0; point < 50; point++) {
      double[] arguments = new double[op.arity() + 1];
      for (int i = 0; i < op.arity(); i++) {
        double unit = random.fork(i).uniform(point);
        arguments[i] = example.low() + (example.high() - example.low()) * unit;
      }
      arguments[op.arity()] = op.formula().evaluate(arguments, point);
      for (int i = 0; i < op.arity(); i++) {
        Expression symbolic = Differentiation.derivative(op.formula(), i);
        double expected = symbolic.evaluate(arguments, point);
        assertThat(op.derivative(i).evaluate(arguments, point))
            .as("derivative by argument %d at %s", i, Arrays.toString(arguments))
            .isCloseTo(expected, within(1e-12 * Math.max(1, Math.abs(expected))));
      }
    }
  }

  @Test
  void batchNormalizationRefusesGradientsThroughItsStatistics() {
    List<Input> inputs =
        OpGraphs.inputs(List.of(TensorType.f32(4, 2), TensorType.f32(2), TensorType.f32(2)));
    List<Node> results =
        new ArrayList<>(new BatchNormalizationOp(1e-5).applyAll(inputs.toArray(Node[]::new)));
    assertThatThrownBy(() -> Gradients.of(Ops.sum(results.get(1)), inputs))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "batch-normalization: a gradient arrives at its mean or variance, but it is defined"
                + " through y alone; compute the statistic by Sum where the objective needs it");
  }
}
