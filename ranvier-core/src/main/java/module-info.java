/** Deep learning: tensors, graphs, automatic differentiation, kernels, layers and training. */
module dev.ranvier.core {
  requires transitive com.fasterxml.jackson.core;
  requires com.twelvemonkeys.imageio.jpeg;
  requires com.twelvemonkeys.imageio.metadata;
  requires com.twelvemonkeys.imageio.tiff;
  requires com.twelvemonkeys.imageio.webp;
  requires de.siegmar.fastcsv;
  requires java.desktop;
  // The memory of the machine or container.
  requires java.management;
  requires jdk.management;
  requires org.slf4j;
  // Optional: without the Vector API, plain-loop kernels run.
  requires static jdk.incubator.vector;

  exports dev.ranvier.autodiff;
  exports dev.ranvier.catalog;
  exports dev.ranvier.checkpoint;
  exports dev.ranvier.data;
  exports dev.ranvier.data.augment;
  exports dev.ranvier.data.image;
  exports dev.ranvier.data.source;
  exports dev.ranvier.exec;
  exports dev.ranvier.graph;
  exports dev.ranvier.infer;
  exports dev.ranvier.minimize;
  exports dev.ranvier.nn;
  exports dev.ranvier.nn.activation;
  exports dev.ranvier.nn.attention;
  exports dev.ranvier.nn.constraint;
  exports dev.ranvier.nn.conv;
  exports dev.ranvier.nn.initializer;
  exports dev.ranvier.nn.layer;
  exports dev.ranvier.nn.loss;
  exports dev.ranvier.nn.normalization;
  exports dev.ranvier.nn.recurrent;
  exports dev.ranvier.nn.regularizer;
  exports dev.ranvier.op;
  exports dev.ranvier.op.conv;
  exports dev.ranvier.op.normalization;
  exports dev.ranvier.op.recurrent;
  exports dev.ranvier.op.scalar;
  exports dev.ranvier.optim;
  exports dev.ranvier.plan;
  exports dev.ranvier.tensor;
  exports dev.ranvier.train;
  exports dev.ranvier.train.metric;
  exports dev.ranvier.train.stopping;
  exports dev.ranvier.zoo;

  uses dev.ranvier.exec.BackendProvider;

  provides dev.ranvier.exec.BackendProvider with
      dev.ranvier.kernel.TableProvider,
      dev.ranvier.kernel.onednn.OneDnnProvider,
      dev.ranvier.kernel.vector.VectorProvider;
}
