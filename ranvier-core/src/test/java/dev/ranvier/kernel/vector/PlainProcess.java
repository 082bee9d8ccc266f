package dev.ranvier.kernel.vector;

import dev.ranvier.exec.Engine;
import dev.ranvier.exec.JavaWorkers;
import dev.ranvier.exec.Plan;
import dev.ranvier.graph.Input;
import dev.ranvier.graph.Node;
import dev.ranvier.kernel.vector.loop.LoopForm;
import dev.ranvier.op.MatMulOp;
import dev.ranvier.op.Ops;
import dev.ranvier.op.SigmoidOp;
import dev.ranvier.op.normalization.SoftmaxOp;
import dev.ranvier.tensor.Tensor;
import dev.ranvier.tensor.TensorType;
import java.util.List;

/** A program that computes something with this backend alone, run by a test in its own process. */
public final class PlainProcess {
  private PlainProcess() {}

  /** Prints how often the sums of the softmax rows were 1, long enough for generated loops. */
  public static void main(String[] arguments) throws InterruptedException {
    Input x = new Input("x", TensorType.f32(40, 30));
    Node y = new SigmoidOp().apply(new MatMulOp(true, false).apply(x, x));
    Node rows = Ops.sum(new SoftmaxOp().apply(y), 1);
    Plan plan =
        new Engine(
                new JavaWorkers(2),
                List.of(new VectorProvider().backend(new JavaWorkers(2)).orElseThrow()))
            .compile(List.of(x), List.of(rows));
    int right = 0;
    for (int run = 0; run < 300; run++) {
      if (run == 150) {
        Thread.sleep(100); // the loops are generated in the background
      }
      Tensor sums = plan.call(Tensor.zeros(x.type())).getFirst();
      right += Math.abs(sums.getDouble(run % 30) - 1) < 1e-5 ? 1 : 0;
    }
    System.out.println(LoopForm.available() + " " + right);
  }
}
