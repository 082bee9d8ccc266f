package dev.ranvier.examples;

import static dev.ranvier.op.Ops.add;
import static dev.ranvier.op.Ops.multiply;

import dev.ranvier.autodiff.Gradients;
import dev.ranvier.exec.Engines;
import dev.ranvier.exec.Plan;
import dev.ranvier.graph.Input;
import dev.ranvier.graph.Node;
import dev.ranvier.tensor.Tensor;
import dev.ranvier.tensor.TensorType;
import java.util.List;

/**
 * Backpropagation by hand and by machine: f(x, y, z) = (x + y) · z at (−2, 5, −4), the example of
 * many a lecture. By the chain rule ∂f/∂z = x + y = 3 and ∂f/∂x = ∂f/∂y = z = −4.
 */
public final class ChainRule {
  private ChainRule() {}

  /** The three partial derivatives at a point, by x, y and z. */
  public static List<Tensor> gradients(float x, float y, float z) {
    Input inputX = new Input("x", TensorType.f32());
    Input inputY = new Input("y", TensorType.f32());
    Input inputZ = new Input("z", TensorType.f32());
    List<Input> inputs = List.of(inputX, inputY, inputZ);

    Node f = multiply(add(inputX, inputY), inputZ);
    List<Node> gradients = Gradients.of(f, inputs);

    Plan plan = Engines.standard().compile(inputs, gradients);
    return plan.call(Tensor.scalar(x), Tensor.scalar(y), Tensor.scalar(z));
  }

  /** Prints the derivatives at (−2, 5, −4). */
  public static void main(String[] arguments) {
    List<Tensor> gradients = gradients(-2, 5, -4);
    System.out.println("df/dx = " + gradients.get(0).item());
    System.out.println("df/dy = " + gradients.get(1).item());
    System.out.println("df/dz = " + gradients.get(2).item());
  }
}
