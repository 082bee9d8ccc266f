package dev.ranvier.catalog;

import dev.ranvier.nn.AbsoluteError;
import dev.ranvier.nn.Arctan;
import dev.ranvier.nn.AsymmetricCrossEntropy;
import dev.ranvier.nn.BinaryCrossEntropy;
import dev.ranvier.nn.BinaryStep;
import dev.ranvier.nn.Celu;
import dev.ranvier.nn.Constant;
import dev.ranvier.nn.CosineDistance;
import dev.ranvier.nn.Elu;
import dev.ranvier.nn.FromArray;
import dev.ranvier.nn.Gelu;
import dev.ranvier.nn.GeluTanh;
import dev.ranvier.nn.GlorotNormal;
import dev.ranvier.nn.GlorotUniform;
import dev.ranvier.nn.GroupLasso;
import dev.ranvier.nn.HardSigmoid;
import dev.ranvier.nn.HardSwish;
import dev.ranvier.nn.HardTanh;
import dev.ranvier.nn.HeNormal;
import dev.ranvier.nn.HeUniform;
import dev.ranvier.nn.Hinge;
import dev.ranvier.nn.Huber;
import dev.ranvier.nn.Identity;
import dev.ranvier.nn.KlDivergence;
import dev.ranvier.nn.L1;
import dev.ranvier.nn.L1L2;
import dev.ranvier.nn.L2;
import dev.ranvier.nn.LeakyRelu;
import dev.ranvier.nn.LecunNormal;
import dev.ranvier.nn.LecunUniform;
import dev.ranvier.nn.Linear;
import dev.ranvier.nn.LogCosh;
import dev.ranvier.nn.LogSoftmax;
import dev.ranvier.nn.Logistic;
import dev.ranvier.nn.MaxNorm;
import dev.ranvier.nn.Maxout;
import dev.ranvier.nn.Mish;
import dev.ranvier.nn.MultiTask;
import dev.ranvier.nn.NegativeLogLikelihood;
import dev.ranvier.nn.NonNegative;
import dev.ranvier.nn.Normal;
import dev.ranvier.nn.Ones;
import dev.ranvier.nn.Orthogonal;
import dev.ranvier.nn.PRelu;
import dev.ranvier.nn.PerceptronCriterion;
import dev.ranvier.nn.Poisson;
import dev.ranvier.nn.RRelu;
import dev.ranvier.nn.Relu;
import dev.ranvier.nn.Relu6;
import dev.ranvier.nn.ScaledTanh;
import dev.ranvier.nn.Selu;
import dev.ranvier.nn.Sigmoid;
import dev.ranvier.nn.Sign;
import dev.ranvier.nn.Softmax;
import dev.ranvier.nn.SoftmaxCrossEntropy;
import dev.ranvier.nn.Softplus;
import dev.ranvier.nn.Softsign;
import dev.ranvier.nn.SquaredError;
import dev.ranvier.nn.SquaredHinge;
import dev.ranvier.nn.Swish;
import dev.ranvier.nn.Tanh;
import dev.ranvier.nn.Task;
import dev.ranvier.nn.Triplet;
import dev.ranvier.nn.TruncatedNormal;
import dev.ranvier.nn.Uniform;
import dev.ranvier.nn.UnitNorm;
import dev.ranvier.nn.Zeros;
import java.util.List;

/** The activations, losses, initializers, regularizers and constraints that come with Ranvier. */
final class FunctionEntries {
  static final List<Entry> ALL =
      List.of(
          new Entry(Kind.ACTIVATIONS, Arctan.class),
          new Entry(Kind.ACTIVATIONS, BinaryStep.class),
          new Entry(Kind.ACTIVATIONS, Celu.class),
          new Entry(Kind.ACTIVATIONS, Elu.class),
          new Entry(Kind.ACTIVATIONS, Gelu.class),
          new Entry(Kind.ACTIVATIONS, GeluTanh.class),
          new Entry(Kind.ACTIVATIONS, HardSigmoid.class),
          new Entry(Kind.ACTIVATIONS, HardSwish.class),
          new Entry(Kind.ACTIVATIONS, HardTanh.class),
          new Entry(Kind.ACTIVATIONS, LeakyRelu.class),
          new Entry(Kind.ACTIVATIONS, Linear.class, "identity"),
          new Entry(Kind.ACTIVATIONS, LogSoftmax.class),
          new Entry(Kind.ACTIVATIONS, Maxout.class),
          new Entry(Kind.ACTIVATIONS, Mish.class),
          new Entry(Kind.ACTIVATIONS, PRelu.class),
          new Entry(Kind.ACTIVATIONS, RRelu.class),
          new Entry(Kind.ACTIVATIONS, Relu.class),
          new Entry(Kind.ACTIVATIONS, Relu6.class),
          new Entry(Kind.ACTIVATIONS, ScaledTanh.class),
          new Entry(Kind.ACTIVATIONS, Selu.class),
          new Entry(Kind.ACTIVATIONS, Sigmoid.class),
          new Entry(Kind.ACTIVATIONS, Sign.class),
          new Entry(Kind.ACTIVATIONS, Softmax.class),
          new Entry(Kind.ACTIVATIONS, Softplus.class),
          new Entry(Kind.ACTIVATIONS, Softsign.class),
          new Entry(Kind.ACTIVATIONS, Swish.class, "silu"),
          new Entry(Kind.ACTIVATIONS, Tanh.class),
          new Entry(Kind.LOSSES, AbsoluteError.class),
          new Entry(Kind.LOSSES, AsymmetricCrossEntropy.class, "asymmetric"),
          new Entry(Kind.LOSSES, BinaryCrossEntropy.class),
          new Entry(Kind.LOSSES, CosineDistance.class),
          new Entry(Kind.LOSSES, Hinge.class),
          new Entry(Kind.LOSSES, Huber.class),
          new Entry(Kind.LOSSES, KlDivergence.class),
          new Entry(Kind.LOSSES, LogCosh.class),
          new Entry(Kind.LOSSES, Logistic.class),
          new Entry(Kind.LOSSES, MultiTask.class),
          new Entry(Kind.LOSSES, NegativeLogLikelihood.class),
          new Entry(Kind.LOSSES, PerceptronCriterion.class),
          new Entry(Kind.LOSSES, Poisson.class),
          new Entry(Kind.LOSSES, SoftmaxCrossEntropy.class, "cross-entropy"),
          new Entry(Kind.LOSSES, SquaredError.class),
          new Entry(Kind.LOSSES, SquaredHinge.class),
          new Entry(Kind.LOSSES, Triplet.class),
          new Entry(Kind.INITIALIZERS, Constant.class),
          new Entry(Kind.INITIALIZERS, FromArray.class),
          new Entry(Kind.INITIALIZERS, GlorotNormal.class, "xavier-normal"),
          new Entry(Kind.INITIALIZERS, GlorotUniform.class, "xavier-uniform"),
          new Entry(Kind.INITIALIZERS, HeNormal.class),
          new Entry(Kind.INITIALIZERS, HeUniform.class),
          new Entry(Kind.INITIALIZERS, Identity.class, "dirac"),
          new Entry(Kind.INITIALIZERS, LecunNormal.class),
          new Entry(Kind.INITIALIZERS, LecunUniform.class),
          new Entry(Kind.INITIALIZERS, Normal.class),
          new Entry(Kind.INITIALIZERS, Ones.class),
          new Entry(Kind.INITIALIZERS, Orthogonal.class),
          new Entry(Kind.INITIALIZERS, TruncatedNormal.class),
          new Entry(Kind.INITIALIZERS, Uniform.class),
          new Entry(Kind.INITIALIZERS, Zeros.class),
          new Entry(Kind.REGULARIZERS, GroupLasso.class),
          new Entry(Kind.REGULARIZERS, L1.class),
          new Entry(Kind.REGULARIZERS, L1L2.class),
          new Entry(Kind.REGULARIZERS, L2.class),
          new Entry(Kind.CONSTRAINTS, MaxNorm.class),
          new Entry(Kind.CONSTRAINTS, NonNegative.class),
          new Entry(Kind.CONSTRAINTS, UnitNorm.class));

  /** Records of settings inside others, which are written without a name. */
  static final List<Entry> PARTS = List.of(new Entry(Kind.LOSSES, Task.class));

  private FunctionEntries() {}
}
