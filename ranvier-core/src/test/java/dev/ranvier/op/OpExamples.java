package dev.ranvier.op;

import static dev.ranvier.op.scalar.Expression.argument;
import static dev.ranvier.op.scalar.Expression.constant;
import static dev.ranvier.op.scalar.Expression.select;
import static dev.ranvier.tensor.TensorType.f32;
import static dev.ranvier.tensor.TensorType.i32;

import dev.ranvier.op.conv.AveragePool2dGradientOp;
import dev.ranvier.op.conv.AveragePool2dOp;
import dev.ranvier.op.conv.Convolution2dFilterGradientOp;
import dev.ranvier.op.conv.Convolution2dInputGradientOp;
import dev.ranvier.op.conv.Convolution2dOp;
import dev.ranvier.op.conv.MaxPool2dGatherOp;
import dev.ranvier.op.conv.MaxPool2dGradientOp;
import dev.ranvier.op.conv.MaxPool2dOp;
import dev.ranvier.op.normalization.BatchNormalizationGradientOp;
import dev.ranvier.op.normalization.BatchNormalizationOp;
import dev.ranvier.op.normalization.LogSoftmaxOp;
import dev.ranvier.op.normalization.SoftmaxGradientOp;
import dev.ranvier.op.normalization.SoftmaxOp;
import dev.ranvier.op.recurrent.RecurrentGradientOp;
import dev.ranvier.op.recurrent.RecurrentOp;
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
        OpExample.of(new AbsoluteOp(), f32(7)),
        OpExample.of(new AddOp(), f32(2, 3), f32(2, 3)),
        OpExample.of(new AddOp(), f32(4, 1), f32(3)),
        OpExample.of(new ArgMaxOp(), f32(3, 5)),
        OpExample.of(new AveragePool2dOp(TWO), f32(2, 4, 5, 3)),
        OpExample.of(new AveragePool2dOp(THREE, TWO, UNEVEN, true), f32(1, 5, 6, 2)),
        OpExample.of(new AveragePool2dOp(THREE, TWO, UNEVEN, false), f32(1, 5, 6, 2)),
        OpExample.of(new AveragePool2dGradientOp(TWO, TWO, UNEVEN, false, IMAGES), f32(2, 3, 2, 3)),
        OpExample.of(new BatchMatMulOp(), f32(2, 2, 3), f32(2, 3, 4)),
        OpExample.of(new BatchMatMulOp(true, false), f32(2, 3, 2), f32(2, 3, 4)),
        OpExample.of(new BatchMatMulOp(false, true), f32(2, 1, 2, 3), f32(2, 1, 4, 3)),
        OpExample.of(new BatchMatMulOp(true, true), f32(2, 3, 2), f32(2, 4, 3)),
        OpExample.of(new BatchNormalizationOp(1e-3), f32(2, 3, 2, 3), f32(3), f32(3))
            .throughFirst(1)
            .differentiable(1),
        OpExample.of(
                new BatchNormalizationGradientOp(1e-3),
                f32(4, 2),
                f32(2),
                f32(2),
                f32(2),
                f32(4, 2))
            .within(0.5, 2)
            .differentiable(0),
        OpExample.of(
                new BiasedOp(new MatMulOp(), Optional.of(new ReluOp())),
                f32(2, 3),
                f32(3, 4),
                f32(4))
            .differentiable(0),
        OpExample.of(
                new BiasedResidualOp(new MatMulOp(), Optional.of(new ReluOp())),
                f32(2, 3),
                f32(3, 4),
                f32(4),
                f32(2, 4))
            .differentiable(0),
        OpExample.of(new LowPrecisionOp(new MatMulOp(), List.of(DType.F32)), f32(2, 3), f32(3, 4))
            .differentiable(0),
        OpExample.of(new BroadcastToOp(Shape.of(2, 3, 4)), f32(3, 1)),
        OpExample.of(new CastOp(DType.F64), f32(2, 3)),
        OpExample.of(new CastOp(DType.I32), f32(2, 3)),
        OpExample.of(new CastOp(DType.U8), i32(2, 3)).within(-5, 300),
        OpExample.of(new ConcatenateOp(1), f32(2, 3), f32(2, 1), f32(2, 2)),
        OpExample.of(new Convolution2dOp(), f32(2, 4, 3, 2), f32(3, 2, 2, 3)),
        OpExample.of(
            new Convolution2dOp(TWO, UNEVEN, Pair.ONE, 1), f32(2, 5, 4, 3), f32(3, 3, 3, 2)),
        OpExample.of(
            new Convolution2dOp(new Pair(1, 2), Padding.of(2), new Pair(2, 1), 2),
            f32(1, 5, 4, 4),
            f32(3, 2, 2, 6)),
        OpExample.of(
            new Convolution2dOp(Pair.ONE, UNEVEN, TWO, 3), f32(1, 4, 4, 3), f32(2, 2, 1, 3)),
        OpExample.of(
            new Convolution2dInputGradientOp(TWO, UNEVEN, Pair.ONE, 1, IMAGES),
            f32(2, 2, 2, 4),
            f32(3, 3, 3, 4)),
        OpExample.of(
            new Convolution2dFilterGradientOp(TWO, UNEVEN, Pair.ONE, 3, Shape.of(3, 2, 1, 6)),
            f32(2, 5, 4, 3),
            f32(2, 2, 2, 6)),
        OpExample.of(new DivideOp(), f32(2, 3), f32(3)).within(0.5, 2),
        OpExample.of(new EqualOp(), f32(6), f32(6)),
        OpExample.of(new ErfOp(), f32(6)),
        OpExample.of(new ExponentialOp(), f32(6)),
        OpExample.of(
            new FormulaOp(
                "slope",
                select(
                    argument(0).lessThan(constant(0)), argument(0).times(argument(1)), argument(0)),
                List.of(
                    select(argument(0).lessThan(constant(0)), argument(1), constant(1)),
                    select(argument(0).lessThan(constant(0)), argument(0), constant(0)))),
            f32(2, 3),
            f32(3)),
        OpExample.of(
                FusedOp.of(
                    Shape.of(2, 3),
                    ScalarProgram.of(
                        2, List.of(argument(0).times(argument(1)), argument(0).exp()))),
                f32(2, 3),
                f32(3))
            .differentiable(0),
        OpExample.of(new GatherOp(0), f32(4, 3), i32(2, 3)).within(-1, 5),
        OpExample.of(new GatherOp(1), f32(2, 4, 3), i32(5)).within(0, 4),
        OpExample.of(new LessOp(), f32(6), f32(6)),
        OpExample.of(new LogarithmOp(), f32(6)).within(0.5, 2),
        OpExample.of(new LogSoftmaxOp(), f32(3, 4)),
        OpExample.of(new MatMulOp(), f32(2, 3), f32(3, 4)),
        OpExample.of(new MatMulOp(true, false), f32(3, 2), f32(3, 4)),
        OpExample.of(new MatMulOp(false, true), f32(2, 3), f32(4, 3)),
        OpExample.of(new MatMulOp(true, true), f32(3, 2), f32(4, 3)),
        OpExample.of(new MaxOp(List.of(0, 2)), f32(3, 2, 4)),
        OpExample.of(new MaximumOp(), f32(6), f32(6)),
        OpExample.of(new MaxPool2dOp(TWO), f32(2, 4, 5, 3)).throughFirst(1),
        OpExample.of(new MaxPool2dOp(THREE, TWO, UNEVEN), f32(1, 5, 6, 2)).throughFirst(1),
        OpExample.of(new MaxPool2dGatherOp(TWO, Pair.ONE, UNEVEN), i32(2, 5, 4, 3), f32(2, 5, 4, 3))
            .within(0, 4),
        OpExample.of(
                new MaxPool2dGradientOp(TWO, Pair.ONE, UNEVEN, IMAGES),
                i32(2, 5, 4, 3),
                f32(2, 5, 4, 3))
            .within(0, 4),
        OpExample.of(new MinimumOp(), f32(6), f32(6)),
        OpExample.of(new MultiplyOp(), f32(2, 3), f32(2, 1)),
        OpExample.of(new MultiplyOp(), f32(2, 3), i32(3)),
        OpExample.of(new NegateOp(), f32(6)),
        OpExample.of(new OneHotOp(4), i32(2, 3)).within(-1, 6),
        OpExample.of(new PadOp(List.of(1, 0), List.of(0, 2)), f32(2, 3)),
        OpExample.of(
            new PointwiseOp("swish", 1, argument(0).over(argument(0).negate().exp().plus(1))),
            f32(6)),
        OpExample.of(new PowerOp(), f32(2, 3), f32(3)).within(0.5, 2),
        OpExample.of(
                RecurrentCells.LSTM.forward(false, DType.F32, Optional.of(DType.F32)),
                f32(2, 12),
                f32(2, 12),
                f32(12),
                f32(2, 3),
                f32(2, 3))
            .differentiable(0),
        OpExample.of(
                new RecurrentOp(RecurrentCells.LSTM, false), f32(4, 2, 12), f32(3, 12), f32(12))
            .differentiable(1)
            .throughFirst(1),
        OpExample.of(
                new RecurrentOp(RecurrentCells.GRU, true),
                f32(4, 2, 6),
                f32(2, 6),
                f32(6),
                i32(4, 2, 1))
            .within(-1, 1)
            .differentiable(1)
            .throughFirst(1),
        OpExample.of(
                new RecurrentGradientOp(RecurrentCells.GRU, false),
                f32(4, 2, 2),
                f32(2, 6),
                f32(4, 2, 2),
                f32(4, 2, 8))
            .differentiable(0),
        OpExample.of(new ReluOp(), f32(6)),
        OpExample.of(new ReshapeOp(Shape.of(3, 2)), f32(2, 3)),
        OpExample.of(new ScatterAddOp(0, 4), f32(2, 3, 2), i32(2, 3)).within(-1, 5),
        OpExample.of(new ScatterAddOp(1, 4), f32(2, 5, 3), i32(5)).within(0, 4),
        OpExample.of(new SelectOp(), i32(6), f32(6), f32(6)),
        OpExample.of(new SigmoidOp(), f32(6)),
        OpExample.of(new SliceOp(List.of(1, 0), List.of(2, 3)), f32(3, 4)),
        OpExample.of(new SoftmaxOp(), f32(3, 4)),
        OpExample.of(new SoftmaxGradientOp(), f32(3, 4), f32(3, 4)),
        OpExample.of(new SplitOp(1, 3), f32(2, 6)),
        OpExample.of(new SplitOp(1, 2), f32(2, 4, 3)).throughFirst(1),
        OpExample.of(new SquareOp(), f32(6)),
        OpExample.of(new SquareRootOp(), f32(6)).within(0.5, 2),
        OpExample.of(new StopGradientOp(), f32(6)).throughFirst(0),
        OpExample.of(new SubtractOp(), f32(2, 3), f32()),
        OpExample.of(new SumOp(List.of(0, 2)), f32(2, 3, 4)),
        OpExample.of(new TanhOp(), f32(6)),
        OpExample.of(new TransposeOp(List.of(2, 0, 1)), f32(2, 3, 4)),
        OpExample.of(new UniformOp(Shape.of(4, 3)), new TensorType(DType.I32, Shape.SCALAR)));
  }
}
