package dev.ranvier.op;

import static dev.ranvier.tensor.TensorType.f32;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ranvier.graph.Application;
import dev.ranvier.graph.Input;
import dev.ranvier.graph.Op;
import dev.ranvier.op.conv.Convolution2dFilterGradientOp;
import dev.ranvier.op.conv.Convolution2dInputGradientOp;
import dev.ranvier.op.conv.Convolution2dOp;
import dev.ranvier.op.conv.MaxPool2dOp;
import dev.ranvier.op.scalar.Expression;
import dev.ranvier.op.scalar.Fold;
import dev.ranvier.op.scalar.ScalarProgram;
import dev.ranvier.tensor.DType;
import dev.ranvier.tensor.Shape;
import dev.ranvier.tensor.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Costs worked out by hand. */
class CostTest {
  private static Cost cost(Op op, TensorType... types) {
    List<Input> inputs = new ArrayList<>();
    for (TensorType type : types) {
      inputs.add(new Input("x" + inputs.size(), type));
    }
    return Cost.of(Application.of(op, inputs));
  }

  /** 32 x 300 outputs, each the sum of 784 products. */
  @Test
  void aDenseLayerIsAMatrixProduct() {
    long products = 2L * 32 * 300 * 784;
    long numbers = 32 * 784 + 784 * 300 + 32 * 300;
    assertThat(cost(new MatMulOp(), f32(32, 784), f32(784, 300)))
        .isEqualTo(new Cost(products, 0, 4 * numbers));
    assertThat(cost(new MatMulOp(false, true), f32(32, 300), f32(784, 300)).products())
        .as("gradient by the input")
        .isEqualTo(products);
    assertThat(cost(new MatMulOp(true, false), f32(32, 784), f32(32, 300)).products())
        .as("gradient by the weights")
        .isEqualTo(products);
  }

  @Test
  void biasAndActivationAreOneOperationEachForEveryOutput() {
    BiasedOp op = new BiasedOp(new MatMulOp(), Optional.of(new ReluOp()));
    assertThat(cost(op, f32(32, 784), f32(784, 300), f32(300)))
        .isEqualTo(
            new Cost(
                2L * 32 * 300 * 784, 2 * 32 * 300, 4 * (32 * 784 + 784 * 300 + 300 + 32 * 300)));
  }

  @Test
  void matricesSideBySideAreProductsEach() {
    assertThat(cost(new BatchMatMulOp(false, false), f32(6, 4, 5), f32(6, 5, 3)).products())
        .isEqualTo(6 * 2 * 4 * 3 * 5);
  }

  @Test
  void theEndOfAResidualBlockAddsTwiceForEveryOutput() {
    BiasedResidualOp op = new BiasedResidualOp(new MatMulOp(), Optional.of(new ReluOp()));
    assertThat(cost(op, f32(4, 5), f32(5, 3), f32(3), f32(4, 3)))
        .isEqualTo(new Cost(2 * 4 * 3 * 5, 3 * 12, 4 * (20 + 15 + 3 + 12 + 12)));
  }

  /** Half the bytes, the same arithmetic. */
  @Test
  void lowPrecisionSavesBytes() {
    LowPrecisionOp op =
        new LowPrecisionOp(
            new BiasedOp(new MatMulOp(), Optional.of(new ReluOp())), List.of(DType.BF16));
    TensorType a = f32(32, 784).withDType(DType.BF16);
    TensorType b = f32(784, 300).withDType(DType.BF16);
    assertThat(cost(op, a, b, f32(300)))
        .isEqualTo(
            new Cost(
                2L * 32 * 300 * 784,
                2 * 32 * 300,
                2 * (32 * 784 + 784 * 300 + 32 * 300) + 4 * 300));
  }

  /** 2 images of 4 x 4 pixels with 4 channels, each the sum of 5 · 5 · 3 products. */
  @Test
  void aConvolutionAndItsGradientsCostTheSame() {
    TensorType x = f32(2, 8, 8, 3);
    TensorType w = f32(5, 5, 3, 4);
    TensorType y = f32(2, 4, 4, 4);
    Cost expected =
        new Cost(2 * (2 * 4 * 4 * 4) * 75, 0, 4 * (2 * 8 * 8 * 3 + 5 * 5 * 3 * 4 + 2 * 4 * 4 * 4));
    assertThat(cost(new Convolution2dOp(), x, w)).isEqualTo(expected);
    assertThat(
            cost(
                new Convolution2dInputGradientOp(Pair.ONE, Padding.NONE, Pair.ONE, 1, x.shape()),
                y,
                w))
        .isEqualTo(expected);
    assertThat(
            cost(
                new Convolution2dFilterGradientOp(Pair.ONE, Padding.NONE, Pair.ONE, 1, w.shape()),
                x,
                y))
        .isEqualTo(expected);
  }

  /** Each output sums over the channels of its own group alone. */
  @Test
  void groupsDivideTheWork() {
    Convolution2dOp depthwise = new Convolution2dOp(Pair.ONE, Padding.NONE, Pair.ONE, 4);
    assertThat(cost(depthwise, f32(1, 5, 5, 4), f32(3, 3, 1, 4)).products())
        .isEqualTo(2 * (3 * 3 * 4) * 9);
  }

  @Test
  void aFusedLoopCostsItsInstructionsForEveryElement() {
    Expression x = Expression.argument(0);
    ScalarProgram program =
        ScalarProgram.of(2, List.of(x.times(x).plus(Expression.argument(1)), x.times(x)));
    assertThat(cost(FusedOp.of(Shape.of(10, 3), program), f32(10, 3), f32(3)))
        .isEqualTo(new Cost(0, 2 * 30, 4 * (30 + 3 + 2 * 30)));
    List<Outcome> outcomes =
        List.of(new Outcome.Stored(DType.BF16), new Outcome.Reduced(Fold.SUM, List.of(0)));
    assertThat(cost(new FusedOp(Shape.of(10, 3), program, outcomes), f32(10, 3), f32(3)))
        .as("one output is rounded, the other summed up")
        .isEqualTo(new Cost(0, 3 * 30, 4 * (30 + 3) + 2 * 30 + 4 * 3));
  }

  @Test
  void poolingCostsItsWindowAndReductionsTheirInput() {
    assertThat(cost(new MaxPool2dOp(Pair.of(2)), f32(1, 4, 4, 3)))
        .isEqualTo(new Cost(0, 4 * 12, 4 * (48 + 12 + 12)));
    assertThat(cost(new SumOp(List.of(0)), f32(20, 5))).isEqualTo(new Cost(0, 100, 4 * 105));
    assertThat(cost(new ReluOp(), f32(7))).isEqualTo(new Cost(0, 7, 4 * 14));
  }

  @Test
  void movingNumbersAboutCostsBytesAlone() {
    assertThat(cost(new TransposeOp(List.of(1, 0)), f32(3, 4))).isEqualTo(new Cost(0, 0, 4 * 24));
    assertThat(cost(new ReshapeOp(Shape.of(12)), f32(3, 4))).isEqualTo(Cost.NONE);
    Input x = new Input("x", f32(5));
    assertThat(Cost.of(Application.of(new AddOp(), List.of(x, x))).bytes())
        .as("an input that is read twice comes once")
        .isEqualTo(4 * 10);
  }

  @Test
  void costsAddUp() {
    Cost sum = new Cost(1, 2, 3).plus(new Cost(10, 20, 30));
    assertThat(sum).isEqualTo(new Cost(11, 22, 33));
    assertThat(sum.operations()).isEqualTo(33);
  }
}
