package dev.ranvier.exec;

import dev.ranvier.graph.Assignment;
import dev.ranvier.graph.Input;
import dev.ranvier.graph.Node;
import dev.ranvier.graph.Variable;
import dev.ranvier.op.BroadcastTo;
import dev.ranvier.op.Cast;
import dev.ranvier.op.MatMul;
import dev.ranvier.op.Max;
import dev.ranvier.op.Ops;
import dev.ranvier.op.Relu;
import dev.ranvier.op.Reshape;
import dev.ranvier.op.Sigmoid;
import dev.ranvier.op.Sum;
import dev.ranvier.op.Tanh;
import dev.ranvier.op.Transpose;
import dev.ranvier.op.Uniform;
import dev.ranvier.tensor.CounterRandom;
import dev.ranvier.tensor.DType;
import dev.ranvier.tensor.Shape;
import dev.ranvier.tensor.Tensor;
import dev.ranvier.tensor.TensorType;
import java.util.ArrayList;
import java.util.List;

/**
 * Graphs drawn at random, with shared values, reshapes, broadcasts, sums, casts and assigned
 * variables.
 */
final class RandomGraph {
  private static final int SIZE = 4;
  private static final Shape SQUARE = Shape.of(SIZE, SIZE);

  final Input key = new Input("key", TensorType.i32());
  final List<Input> inputs = new ArrayList<>(List.of(key));
  final List<Variable> variables = new ArrayList<>();
  final List<Node> outputs = new ArrayList<>();
  final List<Assignment> assignments = new ArrayList<>();
  private final CounterRandom random;
  private final boolean rounding;
  private int draws;

  /** A graph of some size, with or without values rounded to bf16. */
  RandomGraph(long seed, int applications, boolean rounding) {
    random = CounterRandom.of(seed, 77, 0);
    this.rounding = rounding;
    List<Node> pool = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      Input input = new Input("input" + i, new TensorType(DType.F32, SQUARE));
      inputs.add(input);
      pool.add(input);
    }
    for (int i = 0; i < 4; i++) {
      Variable variable = new Variable("variable" + i, tensor());
      variables.add(variable);
      pool.add(variable);
    }
    for (int i = 0; i < applications; i++) {
      pool.add(application(pool));
    }
    for (int i = 0; i < 3; i++) {
      outputs.add(pick(pool));
    }
    for (Variable variable : variables) {
      if (below(4) > 0) {
        assignments.add(new Assignment(variable, pick(pool)));
      }
    }
  }

  /** Values for one of the inputs or variables. */
  Tensor tensor() {
    Tensor tensor = Tensor.zeros(new TensorType(DType.F32, SQUARE));
    for (int i = 0; i < SIZE * SIZE; i++) {
      tensor.setDouble(i, below(2000) / 1000.0 - 1);
    }
    return tensor;
  }

  private Node application(List<Node> pool) {
    Node a = pick(pool);
    Node b = pick(pool);
    return switch (below(16)) {
      case 0 -> Ops.add(a, b);
      case 1 -> Ops.subtract(a, b);
      case 2 -> Ops.multiply(a, b);
      case 3 -> new Tanh().apply(a);
      case 4 -> new Sigmoid().apply(a);
      case 5 -> new Relu().apply(new MatMul(below(2) == 0, below(2) == 0).apply(a, b));
      case 6 -> new Tanh().apply(Ops.add(Ops.matmul(a, b), row(pick(pool))));
      case 7 -> Reshape.to(Ops.negate(Reshape.to(a, Shape.of(SIZE * SIZE))), SQUARE);
      case 8 -> BroadcastTo.shape(row(a), SQUARE);
      case 9 -> Ops.multiply(Ops.mean(a), b);
      case 10 -> Ops.add(a, new Uniform(SQUARE).apply(key));
      case 11 -> Ops.multiply(Reshape.to(new Sum(List.of(1)).apply(a), Shape.of(SIZE, 1)), b);
      case 12 -> Ops.subtract(b, new Max(List.of(below(2))).apply(a));
      case 13 -> Ops.add(Ops.multiply(a, b), Ops.multiply(Sum.all(Ops.multiply(a, b)), 0.1));
      case 14 -> rounding ? rounded(a, b) : Ops.multiply(a, a);
      default -> new Transpose(List.of(1, 0)).apply(a);
    };
  }

  /** Arithmetic and a sum in bf16. */
  private static Node rounded(Node a, Node b) {
    Node left = Cast.to(a, DType.BF16);
    Node right = Cast.to(b, DType.BF16);
    Node row = new Sum(List.of(0)).apply(Ops.multiply(left, right));
    return Cast.to(Ops.add(Ops.multiply(row, 0.3), new Tanh().apply(left)), DType.F32);
  }

  private static Node row(Node a) {
    return Ops.multiply(Reshape.to(new Sum(List.of(0)).apply(a), Shape.of(SIZE)), 0.3);
  }

  private Node pick(List<Node> pool) {
    // Recent values are likelier, so that graphs are deep as well as wide.
    int reach = below(2) == 0 ? pool.size() : Math.min(pool.size(), 5);
    return pool.get(pool.size() - 1 - below(reach));
  }

  private int below(int bound) {
    return random.below(bound, draws++);
  }
}
