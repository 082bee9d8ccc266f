package dev.ranvier.kernel;

import dev.ranvier.graph.Application;
import dev.ranvier.graph.Op;
import dev.ranvier.op.LowPrecisionOp;
import dev.ranvier.op.conv.AveragePool2dGradientOp;
import dev.ranvier.op.conv.AveragePool2dOp;
import dev.ranvier.op.conv.MaxPool2dGradientOp;
import dev.ranvier.op.conv.MaxPool2dOp;
import java.util.Optional;

/**
 * A pooling, or its gradient.
 *
 * @param application what is to be computed
 * @param direction which part
 * @param max whether the maximum is taken, else the mean
 */
record PoolingProblem(Application application, Direction direction, boolean max)
    implements Problem {
  /** The problem that an application is, if its op is a pooling or a gradient of one. */
  static Optional<PoolingProblem> of(Application application) {
    return switch (LowPrecisionOp.computed(application.op())) {
      case MaxPool2dOp _ -> Optional.of(new PoolingProblem(application, Direction.FORWARD, true));
      case MaxPool2dGradientOp _ ->
          Optional.of(new PoolingProblem(application, Direction.BACKWARD_DATA, true));
      case AveragePool2dOp _ ->
          Optional.of(new PoolingProblem(application, Direction.FORWARD, false));
      case AveragePool2dGradientOp _ ->
          Optional.of(new PoolingProblem(application, Direction.BACKWARD_DATA, false));
      case Op _ -> Optional.empty();
    };
  }
}
