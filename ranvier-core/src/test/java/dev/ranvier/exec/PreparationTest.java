package dev.ranvier.exec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ranvier.graph.Assignment;
import dev.ranvier.graph.Input;
import dev.ranvier.graph.Interpreter;
import dev.ranvier.graph.Node;
import dev.ranvier.graph.Variable;
import dev.ranvier.op.ExponentialOp;
import dev.ranvier.op.Ops;
import dev.ranvier.op.ReluOp;
import dev.ranvier.op.conv.Convolution2dOp;
import dev.ranvier.tensor.CounterRandom;
import dev.ranvier.tensor.NdArray;
import dev.ranvier.tensor.Shape;
import dev.ranvier.tensor.Tensor;
import dev.ranvier.tensor.TensorType;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PreparationTest {
  private final Input x = new Input("x", TensorType.f32(2));
  private final Variable w = new Variable("w", Tensor.of(Shape.of(2), 1, 2));
  private final Node scaled = Ops.multiply(x, new ExponentialOp().apply(w));

  private static Tensor random(long seed, int... sizes) {
    CounterRandom random = CounterRandom.of(seed, 1, 0);
    Tensor tensor = Tensor.zeros(TensorType.f32(sizes));
    for (int i = 0; i < tensor.shape().elements(); i++) {
      tensor.setDouble(i, random.uniform(i) - 0.5);
    }
    return tensor;
  }

  private static void assertClose(Tensor actual, NdArray expected) {
    for (int i = 0; i < expected.data().length; i++) {
      assertThat(actual.getDouble(i)).isCloseTo(expected.data()[i], within(2e-5));
    }
  }

  @Test
  void whatDependsOnVariablesAloneIsNoStepOfARun() {
    Plan plan = Engines.standard().compile(List.of(x), List.of(scaled));
    assertThat(plan.describe()).startsWith("plan: 1 steps");
    assertClose(
        plan.call(Tensor.of(Shape.of(2), 1, 1)).getFirst(),
        NdArray.of(Shape.of(2), Math.E, Math.E * Math.E));
  }

  @Test
  void aChangedVariableIsSeenByTheNextRun() {
    Plan plan = Engines.standard().compile(List.of(x), List.of(scaled));
    Tensor ones = Tensor.of(Shape.of(2), 1, 1);
    plan.call(ones);
    w.value().setDouble(1, 0);
    assertClose(plan.call(ones).getFirst(), NdArray.of(Shape.of(2), Math.E, 1));
    w.value().copyFrom(Tensor.of(Shape.of(2), 0, 1));
    assertClose(plan.call(ones).getFirst(), NdArray.of(Shape.of(2), 1, Math.E));
    w.value().reshape(Shape.of(2, 1)).setDouble(0, 1);
    assertClose(plan.call(ones).getFirst(), NdArray.of(Shape.of(2), Math.E, Math.E));
    w.value().memory().fill((byte) 0);
    w.value().changed();
    assertClose(plan.call(ones).getFirst(), NdArray.of(Shape.of(2), 1, 1));
  }

  @Test
  void aVariableThatAnotherPlanAssignsIsSeenByTheNextRun() {
    Plan plan = Engines.standard().compile(List.of(x), List.of(scaled));
    Plan training =
        Engines.standard()
            .compile(
                List.of(), List.of(), List.of(new Assignment(w, Ops.subtract(w, Ops.number(1)))));
    Tensor ones = Tensor.of(Shape.of(2), 1, 1);
    for (int run = 1; run <= 3; run++) {
      training.run();
      assertClose(
          plan.call(ones).getFirst(),
          NdArray.of(Shape.of(2), Math.exp(1 - run), Math.exp(2 - run)));
    }
  }

  @Test
  void aVariableThatThePlanAssignsItselfIsReadAtEveryRun() {
    Plan plan =
        Engines.standard()
            .compile(
                List.of(x),
                List.of(scaled),
                List.of(new Assignment(w, Ops.subtract(w, Ops.number(1)))));
    Tensor ones = Tensor.of(Shape.of(2), 1, 1);
    for (int run = 1; run <= 3; run++) {
      assertClose(
          plan.call(ones).getFirst(),
          NdArray.of(Shape.of(2), Math.exp(2 - run), Math.exp(3 - run)));
    }
  }

  @Test
  void packedWeightsFollowTheirVariable() {
    Input images = new Input("images", TensorType.f32(2, 8, 8, 16));
    Variable filters = new Variable("filters", random(1, 3, 3, 16, 32));
    Variable bias = new Variable("bias", random(2, 32));
    Node result = new ReluOp().apply(Ops.add(new Convolution2dOp().apply(images, filters), bias));
    Plan plan = Engines.standard().compile(List.of(images), List.of(result));
    Tensor values = random(3, 2, 8, 8, 16);
    for (int time = 0; time < 3; time++) {
      NdArray expected =
          Interpreter.evaluate(List.of(result), Map.of(images, values.toNdArray())).getFirst();
      assertClose(plan.call(values).getFirst(), expected);
      filters.value().copyFrom(random(10 + time, 3, 3, 16, 32));
    }
  }

  @Test
  void plansOfOnePreparationShareWhatIsPrepared() {
    Preparation preparation = new Preparation();
    Node output = new ExponentialOp().apply(w);
    Plan first = Engines.standard().compile(List.of(), List.of(output), preparation);
    Node again = new ExponentialOp().apply(w);
    Plan second = Engines.standard().compile(List.of(), List.of(again), preparation);
    assertThat(second.output(0).memory().address()).isEqualTo(first.output(0).memory().address());
    w.value().setDouble(0, 0);
    second.run();
    assertThat(first.output(0).getDouble(0)).isEqualTo(1);
  }
}
