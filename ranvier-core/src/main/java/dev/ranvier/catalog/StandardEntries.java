package dev.ranvier.catalog;

import dev.ranvier.data.Cifar10Source;
import dev.ranvier.data.DigitsSource;
import dev.ranvier.data.ElasticDistortion;
import dev.ranvier.data.FashionMnistSource;
import dev.ranvier.data.Flip;
import dev.ranvier.data.MinMax;
import dev.ranvier.data.MnistSource;
import dev.ranvier.data.RandomAffine;
import dev.ranvier.data.Rotate;
import dev.ranvier.data.Scale;
import dev.ranvier.data.Shift;
import dev.ranvier.data.Standardize;
import dev.ranvier.data.TableSource;
import dev.ranvier.data.TextSource;
import dev.ranvier.minimize.Bfgs;
import dev.ranvier.minimize.ConjugateGradient;
import dev.ranvier.minimize.Lbfgs;
import dev.ranvier.minimize.LevenbergMarquardt;
import dev.ranvier.minimize.Newton;
import dev.ranvier.optim.Adadelta;
import dev.ranvier.optim.Adagrad;
import dev.ranvier.optim.Adam;
import dev.ranvier.optim.Adamax;
import dev.ranvier.optim.Adamw;
import dev.ranvier.optim.Amsgrad;
import dev.ranvier.optim.ClipGlobalNorm;
import dev.ranvier.optim.ClipNorm;
import dev.ranvier.optim.ClipValue;
import dev.ranvier.optim.ConstantRate;
import dev.ranvier.optim.Cosine;
import dev.ranvier.optim.CosineRestarts;
import dev.ranvier.optim.DecoupledDecay;
import dev.ranvier.optim.ExponentialMovingAverage;
import dev.ranvier.optim.ExponentialRange;
import dev.ranvier.optim.ExponentialSchedule;
import dev.ranvier.optim.Frozen;
import dev.ranvier.optim.GeometricSchedule;
import dev.ranvier.optim.GradientAccumulation;
import dev.ranvier.optim.GrowingBatch;
import dev.ranvier.optim.InverseSchedule;
import dev.ranvier.optim.Lamb;
import dev.ranvier.optim.LinearSchedule;
import dev.ranvier.optim.Lion;
import dev.ranvier.optim.Lookahead;
import dev.ranvier.optim.Momentum;
import dev.ranvier.optim.MultiStep;
import dev.ranvier.optim.Muon;
import dev.ranvier.optim.Nadam;
import dev.ranvier.optim.Nesterov;
import dev.ranvier.optim.OneCycle;
import dev.ranvier.optim.Piecewise;
import dev.ranvier.optim.PolynomialSchedule;
import dev.ranvier.optim.Radam;
import dev.ranvier.optim.RecursiveExponential;
import dev.ranvier.optim.RecursiveInverse;
import dev.ranvier.optim.ReduceOnPlateau;
import dev.ranvier.optim.Rmsprop;
import dev.ranvier.optim.Rprop;
import dev.ranvier.optim.Sgd;
import dev.ranvier.optim.Snapshot;
import dev.ranvier.optim.StepSchedule;
import dev.ranvier.optim.Triangular;
import dev.ranvier.optim.Triangular2;
import dev.ranvier.optim.WarmUp;
import dev.ranvier.optim.WeightAveraging;
import dev.ranvier.optim.WeightDecay;
import dev.ranvier.optim.Where;
import java.util.List;

/**
 * What comes with Ranvier beside layers and functions: optimizers, minimizers, schedules and data.
 */
final class StandardEntries {
  static final List<Entry> ALL =
      List.of(
          new Entry(Kind.OPTIMIZERS, Adadelta.class),
          new Entry(Kind.OPTIMIZERS, Adagrad.class),
          new Entry(Kind.OPTIMIZERS, Adam.class),
          new Entry(Kind.OPTIMIZERS, Adamax.class),
          new Entry(Kind.OPTIMIZERS, Adamw.class),
          new Entry(Kind.OPTIMIZERS, Amsgrad.class),
          new Entry(Kind.OPTIMIZERS, ClipGlobalNorm.class),
          new Entry(Kind.OPTIMIZERS, ClipNorm.class),
          new Entry(Kind.OPTIMIZERS, ClipValue.class),
          new Entry(Kind.OPTIMIZERS, DecoupledDecay.class),
          new Entry(Kind.OPTIMIZERS, ExponentialMovingAverage.class, "ema"),
          new Entry(Kind.OPTIMIZERS, Frozen.class),
          new Entry(Kind.OPTIMIZERS, GradientAccumulation.class, "accumulate"),
          new Entry(Kind.OPTIMIZERS, Lamb.class),
          new Entry(Kind.OPTIMIZERS, Lion.class),
          new Entry(Kind.OPTIMIZERS, Lookahead.class),
          new Entry(Kind.OPTIMIZERS, Momentum.class),
          new Entry(Kind.OPTIMIZERS, Muon.class),
          new Entry(Kind.OPTIMIZERS, Nadam.class),
          new Entry(Kind.OPTIMIZERS, Nesterov.class),
          new Entry(Kind.OPTIMIZERS, Radam.class),
          new Entry(Kind.OPTIMIZERS, Rmsprop.class),
          new Entry(Kind.OPTIMIZERS, Rprop.class),
          new Entry(Kind.OPTIMIZERS, Sgd.class),
          new Entry(Kind.OPTIMIZERS, WeightAveraging.class, "swa"),
          new Entry(Kind.OPTIMIZERS, WeightDecay.class),
          new Entry(Kind.OPTIMIZERS, Where.class),
          new Entry(Kind.MINIMIZERS, Bfgs.class),
          new Entry(Kind.MINIMIZERS, ConjugateGradient.class),
          new Entry(Kind.MINIMIZERS, Lbfgs.class),
          new Entry(Kind.MINIMIZERS, LevenbergMarquardt.class),
          new Entry(Kind.MINIMIZERS, Newton.class),
          new Entry(Kind.SCHEDULES, ConstantRate.class, "constant"),
          new Entry(Kind.SCHEDULES, Cosine.class),
          new Entry(Kind.SCHEDULES, CosineRestarts.class),
          new Entry(Kind.SCHEDULES, ExponentialRange.class, "exp-range"),
          new Entry(Kind.SCHEDULES, ExponentialSchedule.class),
          new Entry(Kind.SCHEDULES, GeometricSchedule.class),
          new Entry(Kind.SCHEDULES, GrowingBatch.class),
          new Entry(Kind.SCHEDULES, InverseSchedule.class),
          new Entry(Kind.SCHEDULES, LinearSchedule.class),
          new Entry(Kind.SCHEDULES, MultiStep.class),
          new Entry(Kind.SCHEDULES, OneCycle.class),
          new Entry(Kind.SCHEDULES, Piecewise.class),
          new Entry(Kind.SCHEDULES, PolynomialSchedule.class),
          new Entry(Kind.SCHEDULES, RecursiveExponential.class),
          new Entry(Kind.SCHEDULES, RecursiveInverse.class),
          new Entry(Kind.SCHEDULES, ReduceOnPlateau.class),
          new Entry(Kind.SCHEDULES, Snapshot.class),
          new Entry(Kind.SCHEDULES, StepSchedule.class),
          new Entry(Kind.SCHEDULES, Triangular.class),
          new Entry(Kind.SCHEDULES, Triangular2.class),
          new Entry(Kind.SCHEDULES, WarmUp.class, "warmup"),
          new Entry(Kind.NORMALIZERS, MinMax.class),
          new Entry(Kind.NORMALIZERS, Scale.class),
          new Entry(Kind.NORMALIZERS, Standardize.class),
          new Entry(Kind.AUGMENTATIONS, ElasticDistortion.class, "elastic"),
          new Entry(Kind.AUGMENTATIONS, Flip.class),
          new Entry(Kind.AUGMENTATIONS, RandomAffine.class, "affine"),
          new Entry(Kind.AUGMENTATIONS, Rotate.class),
          new Entry(Kind.AUGMENTATIONS, Shift.class),
          new Entry(Kind.SOURCES, Cifar10Source.class),
          new Entry(Kind.SOURCES, DigitsSource.class),
          new Entry(Kind.SOURCES, FashionMnistSource.class),
          new Entry(Kind.SOURCES, MnistSource.class),
          new Entry(Kind.SOURCES, TableSource.class),
          new Entry(Kind.SOURCES, TextSource.class));

  private StandardEntries() {}
}
