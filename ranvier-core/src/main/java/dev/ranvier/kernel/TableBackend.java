package dev.ranvier.kernel;

import dev.ranvier.exec.Backend;
import dev.ranvier.exec.JavaWorkers;
import dev.ranvier.exec.Kernel;
import dev.ranvier.exec.Workers;
import dev.ranvier.graph.Application;
import dev.ranvier.op.LowPrecisionOp;
import dev.ranvier.op.recurrent.RecurrentGradientOp;
import dev.ranvier.op.recurrent.RecurrentOp;
import java.util.Optional;
import java.util.Set;

/** Convolutions, GEMMs and pooling, by the tables. */
public final class TableBackend implements Backend {
  private final Kernels kernels;

  /** A backend for a machine, whose kernels in Java run on the given threads. */
  public TableBackend(Machine machine, Workers workers) {
    kernels = Kernels.of(machine, workers);
  }

  @Override
  public String name() {
    return "tables";
  }

  @Override
  public String describe() {
    return "tables for " + kernels.machine().instructions();
  }

  @Override
  public Backend onCallersThread() {
    return new TableBackend(kernels.machine().alone(), new JavaWorkers(1));
  }

  @Override
  public Optional<Kernel> kernel(Application application) {
    return choose(application).map(Choice::kernel);
  }

  @Override
  public Optional<Choice> choose(Application application) {
    return ConvolutionProblem.of(application)
        .flatMap(problem -> Row.choose(ConvolutionTable.ROWS, problem, kernels))
        .or(
            () ->
                MatMulProblem.of(application)
                    .flatMap(problem -> Row.choose(MatMulTable.ROWS, problem, kernels)))
        .or(
            () ->
                PoolingProblem.of(application)
                    .flatMap(problem -> Row.choose(PoolingTable.ROWS, problem, kernels)));
  }

  @Override
  public boolean hasBf16() {
    return kernels.machine().hasBf16();
  }

  @Override
  public boolean paysInBf16(Application application, Set<Integer> frozen) {
    return hasBf16()
        && switch (application.op()) {
          case LowPrecisionOp _ -> false;
          case RecurrentOp _ -> MatMulTable.paysInBf16(units(application));
          case RecurrentGradientOp _ -> MatMulTable.paysInBf16(units(application));
          default ->
              ConvolutionProblem.of(application)
                      .filter(problem -> ConvolutionTable.paysInBf16())
                      .isPresent()
                  || PoolingProblem.of(application)
                      .filter(problem -> PoolingTable.paysInBf16())
                      .isPresent()
                  || MatMulProblem.of(application)
                      .filter(problem -> MatMulTable.paysInBf16(problem, frozen.contains(1)))
                      .isPresent();
        };
  }

  /** The units of a recurrent layer: the rows of the weights of its states. */
  private static long units(Application application) {
    return application.inputs().get(1).shape().size(0);
  }
}
