package dev.ranvier.graph;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * What an op's gradient rule is given: the application being differentiated and the gradients that
 * arrive at its results.
 *
 * @param application the application, in the forward graph
 * @param upstreams for each result, the gradient of the objective by it; null where none arrives
 */
public record Backward(Application application, List<Node> upstreams) {
  /** The i-th input of the forward application. */
  public Node input(int i) {
    return application.inputs().get(i);
  }

  /** The i-th result of the forward application. */
  public Node result(int i) {
    return application.results().get(i);
  }

  /** The only result. */
  public Node result() {
    return application.result();
  }

  /** The gradient by the first result; it is the only one for most ops. */
  public Node upstream() {
    Node upstream = upstreams.getFirst();
    if (upstream == null) {
      throw new IllegalStateException(
          application.op().name() + ": no gradient arrives at its first result");
    }
    return upstream;
  }

  /** The gradients in the order of the inputs; null where none flows. */
  public static List<Node> gradients(Node... gradients) {
    return Collections.unmodifiableList(Arrays.asList(gradients));
  }

  /** A gradient rule for an op through which nothing can be differentiated. */
  public List<Node> none() {
    return Collections.nCopies(application.inputs().size(), null);
  }

  /** The error for an op whose gradient is not defined, naming it. */
  public IllegalArgumentException missing(String remedy) {
    String layer = application.scope().isEmpty() ? "" : "layer '" + application.scope() + "': ";
    return new IllegalArgumentException(
        layer + application.op().name() + ": has no gradient rule; " + remedy);
  }
}
