package dev.ranvier.catalog;

import static java.util.Map.entry;

import dev.ranvier.data.augment.ElasticDistortion;
import dev.ranvier.data.augment.RandomAffine;
import dev.ranvier.data.augment.Shift;
import dev.ranvier.nn.activation.Linear;
import dev.ranvier.nn.activation.Swish;
import dev.ranvier.nn.conv.AveragePool2d;
import dev.ranvier.nn.conv.Conv2d;
import dev.ranvier.nn.conv.GlobalAveragePool2d;
import dev.ranvier.nn.conv.GlobalMaxPool2d;
import dev.ranvier.nn.conv.MaxPool2d;
import dev.ranvier.nn.initializer.GlorotNormal;
import dev.ranvier.nn.initializer.GlorotUniform;
import dev.ranvier.nn.initializer.IdentityInitializer;
import dev.ranvier.nn.layer.Concatenate;
import dev.ranvier.nn.loss.AsymmetricCrossEntropy;
import dev.ranvier.nn.loss.SoftmaxCrossEntropy;
import dev.ranvier.nn.normalization.BatchNorm;
import dev.ranvier.nn.normalization.LocalResponseNorm;
import dev.ranvier.optim.ConstantRate;
import dev.ranvier.optim.ExponentialMovingAverage;
import dev.ranvier.optim.ExponentialRange;
import dev.ranvier.optim.GradientAccumulation;
import dev.ranvier.optim.WarmUp;
import dev.ranvier.optim.WeightAveraging;
import dev.ranvier.train.metric.MeanAbsoluteError;
import dev.ranvier.train.metric.MeanSquaredError;
import dev.ranvier.train.metric.RootMeanSquaredError;
import dev.ranvier.train.stopping.GeneralizationLoss;
import dev.ranvier.train.stopping.ProgressQuotient;
import dev.ranvier.train.stopping.SuccessiveIncreases;
import java.util.List;
import java.util.Map;

/** Other names that documents may use beside the one that follows from the class. */
final class Aliases {
  static final Map<Class<?>, List<String>> ALL =
      Map.ofEntries(
          entry(AsymmetricCrossEntropy.class, List.of("asymmetric")),
          entry(AveragePool2d.class, List.of("avgpool")),
          entry(BatchNorm.class, List.of("batchnorm")),
          entry(Concatenate.class, List.of("merge")),
          entry(ConstantRate.class, List.of("constant")),
          entry(Conv2d.class, List.of("conv")),
          entry(ElasticDistortion.class, List.of("elastic")),
          entry(ExponentialMovingAverage.class, List.of("ema")),
          entry(ExponentialRange.class, List.of("exp-range")),
          entry(GeneralizationLoss.class, List.of("gl")),
          entry(GlobalAveragePool2d.class, List.of("global-avgpool")),
          entry(GlobalMaxPool2d.class, List.of("global-maxpool")),
          entry(GlorotNormal.class, List.of("xavier-normal")),
          entry(GlorotUniform.class, List.of("xavier-uniform")),
          entry(GradientAccumulation.class, List.of("accumulate")),
          entry(IdentityInitializer.class, List.of("dirac")),
          entry(Linear.class, List.of("identity")),
          entry(LocalResponseNorm.class, List.of("lrn")),
          entry(MaxPool2d.class, List.of("maxpool")),
          entry(MeanAbsoluteError.class, List.of("mae")),
          entry(MeanSquaredError.class, List.of("mse")),
          entry(ProgressQuotient.class, List.of("pq")),
          entry(RandomAffine.class, List.of("affine")),
          entry(Shift.class, List.of("pad-and-crop")),
          entry(RootMeanSquaredError.class, List.of("rmse")),
          entry(SoftmaxCrossEntropy.class, List.of("cross-entropy")),
          entry(SuccessiveIncreases.class, List.of("up")),
          entry(Swish.class, List.of("silu")),
          entry(WarmUp.class, List.of("warmup")),
          entry(WeightAveraging.class, List.of("swa")));

  private Aliases() {}

  /** Those of a record. */
  static List<String> of(Class<?> type) {
    return ALL.getOrDefault(type, List.of());
  }
}
