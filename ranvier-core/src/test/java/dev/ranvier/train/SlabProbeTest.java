package dev.ranvier.train;

import dev.ranvier.exec.Engine;
import dev.ranvier.exec.Engines;
import dev.ranvier.nn.Model;
import dev.ranvier.nn.SoftmaxCrossEntropy;
import dev.ranvier.optim.Adam;
import org.junit.jupiter.api.Test;

class SlabProbeTest {
  @Test
  void probe() {
    show("mlp128", Networks.mlp(), 128);
    show("lenet64", Networks.lenet(), 64);
    show("resnet64", Networks.resnet(64), 64);
    show("vgg64", Networks.vgg(64), 64);
    show("chain", Networks.chain(30), 16);
  }

  private static void show(String name, Model model, int batch) {
    for (boolean again : new boolean[] {false, true}) {
      Engine engine = Engines.standard().withRecomputation(again);
      long start = System.nanoTime();
      TrainingStep step =
          new TrainingStep(engine, model, new SoftmaxCrossEntropy(), new Adam(), batch, 0);
      System.out.printf(
          "PROBE %s recompute=%s slab %,d bytes, compiled in %d ms%n",
          name, again, step.plan().slabBytes(), (System.nanoTime() - start) / 1_000_000);
      if (name.startsWith("nothing")) {
        System.out.println(step.plan().describe());
      }
    }
  }
}
