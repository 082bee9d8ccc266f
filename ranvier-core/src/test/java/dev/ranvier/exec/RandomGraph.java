package dev.ranvier.exec;

import dev.ranvier.graph.Assignment;
import dev.ranvier.graph.Input;
import dev.ranvier.graph.Node;
import dev.ranvier.graph.Variable;
import dev.ranvier.op.BroadcastToOp;
import dev.ranvier.op.CastOp;
import dev.ranvier.op.MatMulOp;
import dev.ranvier.op.MaxOp;
import dev.ranvier.op.Ops;
import dev.ranvier.op.ReluOp;
import dev.ranvier.op.ReshapeOp;
import dev.ranvier.op.SigmoidOp;
import dev.ranvier.op.SumOp;
import dev.ranvier.op.TanhOp;
import dev.ranvier.op.TransposeOp;
import dev.ranvier.op.UniformOp;
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
      case 3 -> new TanhOp().apply(a);
      case 4 -> new SigmoidOp().apply(a);
      case 5 -> new ReluOp().apply(new MatMulOp(below(2) == 0, below(2) == 0).apply(a, b));
      case 6 -> new TanhOp().apply(Ops.add(Ops.matmul(a, b), row(pick(pool))));
      case 7 -> ReshapeOp.to(Ops.negate(ReshapeOp.to(a, Shape.of(SIZE * SIZE))), SQUARE);
      case 8 -> BroadcastToOp.shape(row(a), SQUARE);
      case 9 -> Ops.multiply(Ops.mean(a), b);
      case 10 -> Ops.add(a, new UniformOp(SQUARE).apply(key));
      case 11 -> Ops.multiply(ReshapeOp.to(new SumOp(List.of(1)).apply(a), Shape.of(SIZE, 1)), b);
      case 12 -> Ops.subtract(b, new MaxOp(List.of(below(2))).apply(a));
      case 13 -> Ops.add(Ops.multiply(a, b), Ops.multiply(SumOp.all(Ops.multiply(a, b)), 0.1));
      case 14 -> rounding ? rounded(a, b) : Ops.multiply(a, a);
      default -> new TransposeOp(List.of(1, 0)).apply(a);
    };
  }

  /** Arithmetic and a sum in bf16. */
  private static Node rounded(Node a, Node b) {
    Node left = CastOp.to(a, DType.BF16);
    Node right = CastOp.to(b, DType.BF16);
    Node row = new SumOp(List.of(0)).apply(Ops.multiply(left, right));
    return CastOp.to(Ops.add(Ops.multiply(row, 0.3), new TanhOp().apply(left)), DType.F32);
  }

  private static Node row(Node a) {
    return Ops.multiply(ReshapeOp.to(new SumOp(List.of(0)).apply(a), Shape.of(SIZE)), 0.3);
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
