package dev.ranvier.op;

import static dev.ranvier.op.scalar.Expression.argument;
import static dev.ranvier.op.scalar.Expression.constant;
import static dev.ranvier.op.scalar.Expression.select;
import static dev.ranvier.tensor.TensorType.f32;
import static dev.ranvier.tensor.TensorType.i32;

import dev.ranvier.op.scalar.ScalarProgram;
import dev.ranvier.tensor.DType;
import dev.ranvier.tensor.Shape;
import dev.ranvier.tensor.TensorType;
import java.util.List;
import java.util.Optional;

/** One line for every op (more where its attributes matter). A new op is added here. */
public final class OpExamples {
  private static final Pair TWO = Pair.of(2);
  private static final Pair THREE = Pair.of(3);
  private static final Padding UNEVEN = new Padding(1, 0, 0, 1);
  private static final Shape IMAGES = Shape.of(2, 5, 4, 3);

  private OpExamples() {}

  /** All examples. */
  public static List<OpExample> all() {
    return List.of(
        OpExample.of(new Absolute(), f32(7)),
        OpExample.of(new Add(), f32(2, 3), f32(2, 3)),
        OpExample.of(new Add(), f32(4, 1), f32(3)),
        OpExample.of(new ArgMax(), f32(3, 5)),
        OpExample.of(new AveragePool2d(TWO), f32(2, 4, 5, 3)),
        OpExample.of(new AveragePool2d(THREE, TWO, UNEVEN, true), f32(1, 5, 6, 2)),
        OpExample.of(new AveragePool2d(THREE, TWO, UNEVEN, false), f32(1, 5, 6, 2)),
        OpExample.of(new AveragePool2dGradient(TWO, TWO, UNEVEN, false, IMAGES), f32(2, 3, 2, 3)),
        OpExample.of(new BatchMatMul(), f32(2, 2, 3), f32(2, 3, 4)),
        OpExample.of(new BatchMatMul(true, false), f32(2, 3, 2), f32(2, 3, 4)),
        OpExample.of(new BatchMatMul(false, true), f32(2, 1, 2, 3), f32(2, 1, 4, 3)),
        OpExample.of(new BatchMatMul(true, true), f32(2, 3, 2), f32(2, 4, 3)),
        OpExample.of(new BatchNormalization(1e-3), f32(2, 3, 2, 3), f32(3), f32(3))
            .throughFirst(1)
            .differentiable(1),
        OpExample.of(
                new BatchNormalizationGradient(1e-3), f32(4, 2), f32(2), f32(2), f32(2), f32(4, 2))
            .within(0.5, 2)
            .differentiable(0),
        OpExample.of(
                new Biased(new MatMul(), Optional.of(new Relu())), f32(2, 3), f32(3, 4), f32(4))
            .differentiable(0),
        OpExample.of(
                new BiasedResidual(new MatMul(), Optional.of(new Relu())),
                f32(2, 3),
                f32(3, 4),
                f32(4),
                f32(2, 4))
            .differentiable(0),
        OpExample.of(new LowPrecision(new MatMul(), List.of(DType.F32)), f32(2, 3), f32(3, 4))
            .differentiable(0),
        OpExample.of(new BroadcastTo(Shape.of(2, 3, 4)), f32(3, 1)),
        OpExample.of(new Cast(DType.F64), f32(2, 3)),
        OpExample.of(new Cast(DType.I32), f32(2, 3)),
        OpExample.of(new Cast(DType.U8), i32(2, 3)).within(-5, 300),
        OpExample.of(new Concatenate(1), f32(2, 3), f32(2, 1), f32(2, 2)),
        OpExample.of(new Convolution2d(), f32(2, 4, 3, 2), f32(3, 2, 2, 3)),
        OpExample.of(new Convolution2d(TWO, UNEVEN, Pair.ONE, 1), f32(2, 5, 4, 3), f32(3, 3, 3, 2)),
        OpExample.of(
            new Convolution2d(new Pair(1, 2), Padding.of(2), new Pair(2, 1), 2),
            f32(1, 5, 4, 4),
            f32(3, 2, 2, 6)),
        OpExample.of(new Convolution2d(Pair.ONE, UNEVEN, TWO, 3), f32(1, 4, 4, 3), f32(2, 2, 1, 3)),
        OpExample.of(
            new Convolution2dInputGradient(TWO, UNEVEN, Pair.ONE, 1, IMAGES),
            f32(2, 2, 2, 4),
            f32(3, 3, 3, 4)),
        OpExample.of(
            new Convolution2dFilterGradient(TWO, UNEVEN, Pair.ONE, 3, Shape.of(3, 2, 1, 6)),
            f32(2, 5, 4, 3),
            f32(2, 2, 2, 6)),
        OpExample.of(new Divide(), f32(2, 3), f32(3)).within(0.5, 2),
        OpExample.of(new Equal(), f32(6), f32(6)),
        OpExample.of(new Erf(), f32(6)),
        OpExample.of(new Exponential(), f32(6)),
        OpExample.of(
            new Formula(
                "slope",
                select(
                    argument(0).lessThan(constant(0)), argument(0).times(argument(1)), argument(0)),
                List.of(
                    select(argument(0).lessThan(constant(0)), argument(1), constant(1)),
                    select(argument(0).lessThan(constant(0)), argument(0), constant(0)))),
            f32(2, 3),
            f32(3)),
        OpExample.of(
                Fused.of(
                    Shape.of(2, 3),
                    ScalarProgram.of(
                        2, List.of(argument(0).times(argument(1)), argument(0).exp()))),
                f32(2, 3),
                f32(3))
            .differentiable(0),
        OpExample.of(new Gather(0), f32(4, 3), i32(2, 3)).within(-1, 5),
        OpExample.of(new Gather(1), f32(2, 4, 3), i32(5)).within(0, 4),
        OpExample.of(new Less(), f32(6), f32(6)),
        OpExample.of(new Logarithm(), f32(6)).within(0.5, 2),
        OpExample.of(new LogSoftmax(), f32(3, 4)),
        OpExample.of(new MatMul(), f32(2, 3), f32(3, 4)),
        OpExample.of(new MatMul(true, false), f32(3, 2), f32(3, 4)),
        OpExample.of(new MatMul(false, true), f32(2, 3), f32(4, 3)),
        OpExample.of(new MatMul(true, true), f32(3, 2), f32(4, 3)),
        OpExample.of(new Max(List.of(0, 2)), f32(3, 2, 4)),
        OpExample.of(new Maximum(), f32(6), f32(6)),
        OpExample.of(new MaxPool2d(TWO), f32(2, 4, 5, 3)).throughFirst(1),
        OpExample.of(new MaxPool2d(THREE, TWO, UNEVEN), f32(1, 5, 6, 2)).throughFirst(1),
        OpExample.of(new MaxPool2dGather(TWO, Pair.ONE, UNEVEN), i32(2, 5, 4, 3), f32(2, 5, 4, 3))
            .within(0, 4),
        OpExample.of(
                new MaxPool2dGradient(TWO, Pair.ONE, UNEVEN, IMAGES),
                i32(2, 5, 4, 3),
                f32(2, 5, 4, 3))
            .within(0, 4),
        OpExample.of(new Minimum(), f32(6), f32(6)),
        OpExample.of(new Multiply(), f32(2, 3), f32(2, 1)),
        OpExample.of(new Multiply(), f32(2, 3), i32(3)),
        OpExample.of(new Negate(), f32(6)),
        OpExample.of(new OneHot(4), i32(2, 3)).within(-1, 6),
        OpExample.of(new Pad(List.of(1, 0), List.of(0, 2)), f32(2, 3)),
        OpExample.of(
            new Pointwise("swish", 1, argument(0).over(argument(0).negate().exp().plus(1))),
            f32(6)),
        OpExample.of(new Power(), f32(2, 3), f32(3)).within(0.5, 2),
        OpExample.of(
                RecurrentCells.LSTM.forward(false, DType.F32, Optional.of(DType.F32)),
                f32(2, 12),
                f32(2, 12),
                f32(12),
                f32(2, 3),
                f32(2, 3))
            .differentiable(0),
        OpExample.of(new Recurrent(RecurrentCells.LSTM, false), f32(4, 2, 12), f32(3, 12), f32(12))
            .differentiable(1)
            .throughFirst(1),
        OpExample.of(
                new Recurrent(RecurrentCells.GRU, true),
                f32(4, 2, 6),
                f32(2, 6),
                f32(6),
                i32(4, 2, 1))
            .within(-1, 1)
            .differentiable(1)
            .throughFirst(1),
        OpExample.of(
                new RecurrentGradient(RecurrentCells.GRU, false),
                f32(4, 2, 2),
                f32(2, 6),
                f32(4, 2, 2),
                f32(4, 2, 8))
            .differentiable(0),
        OpExample.of(new Relu(), f32(6)),
        OpExample.of(new Reshape(Shape.of(3, 2)), f32(2, 3)),
        OpExample.of(new ScatterAdd(0, 4), f32(2, 3, 2), i32(2, 3)).within(-1, 5),
        OpExample.of(new ScatterAdd(1, 4), f32(2, 5, 3), i32(5)).within(0, 4),
        OpExample.of(new Select(), i32(6), f32(6), f32(6)),
        OpExample.of(new Sigmoid(), f32(6)),
        OpExample.of(new Slice(List.of(1, 0), List.of(2, 3)), f32(3, 4)),
        OpExample.of(new Softmax(), f32(3, 4)),
        OpExample.of(new SoftmaxGradient(), f32(3, 4), f32(3, 4)),
        OpExample.of(new Split(1, 3), f32(2, 6)),
        OpExample.of(new Split(1, 2), f32(2, 4, 3)).throughFirst(1),
        OpExample.of(new Square(), f32(6)),
        OpExample.of(new SquareRoot(), f32(6)).within(0.5, 2),
        OpExample.of(new StopGradient(), f32(6)).throughFirst(0),
        OpExample.of(new Subtract(), f32(2, 3), f32()),
        OpExample.of(new Sum(List.of(0, 2)), f32(2, 3, 4)),
        OpExample.of(new Tanh(), f32(6)),
        OpExample.of(new Transpose(List.of(2, 0, 1)), f32(2, 3, 4)),
        OpExample.of(new Uniform(Shape.of(4, 3)), new TensorType(DType.I32, Shape.SCALAR)));
  }
}
