package dev.ranvier.plan;

import dev.ranvier.graph.Application;
import dev.ranvier.graph.Node;
import dev.ranvier.graph.Op;
import dev.ranvier.graph.Result;
import dev.ranvier.op.BatchMatMulOp;
import dev.ranvier.op.BiasedOp;
import dev.ranvier.op.BiasedResidualOp;
import dev.ranvier.op.CastOp;
import dev.ranvier.op.Elementwise;
import dev.ranvier.op.LowPrecisionOp;
import dev.ranvier.op.MatMulOp;
import dev.ranvier.op.Movement;
import dev.ranvier.op.conv.AveragePool2dGradientOp;
import dev.ranvier.op.conv.AveragePool2dOp;
import dev.ranvier.op.conv.Convolution2dFilterGradientOp;
import dev.ranvier.op.conv.Convolution2dInputGradientOp;
import dev.ranvier.op.conv.Convolution2dOp;
import dev.ranvier.op.conv.MaxPool2dGradientOp;
import dev.ranvier.op.conv.MaxPool2dOp;
import dev.ranvier.op.recurrent.RecurrentCell;
import dev.ranvier.op.recurrent.RecurrentGradientOp;
import dev.ranvier.op.recurrent.RecurrentOp;
import dev.ranvier.tensor.DType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Lets GEMMs and convolutions compute with bf16 operands, and keeps the activations and gradients
 * between them in bf16.
 *
 * <p>Such an op is lowered where a backend says it pays. What follows its result value for value
 * (activations, pooling, normalization) takes and gives bf16 as well, as long as another lowered op
 * reads the outcome in the end. Parameters, their gradients and updates, statistics, losses and
 * everything else stay in single precision; elementwise ops compute in single precision whatever
 * they read and write.
 */
public final class PrecisionLowering {
  /** After the two operands and the bias. */
  private static final int RESIDUAL = 3;

  private final Rewriting rewriting = new Rewriting();
  private final Consumers consumers;
  private final List<Application> applications;
  private final Set<Node> changing = new HashSet<>();
  private final Set<Application> lowered = new HashSet<>();
  private final Set<Node> following = new HashSet<>();
  private final Map<Node, Boolean> wanted = new HashMap<>();

  /** For old nodes that have one, the bf16 node with their value. */
  private final Map<Node, Node> low = new HashMap<>();

  /** Old nodes whose value exists in bf16 alone. */
  private final Set<Node> held = new HashSet<>();

  private PrecisionLowering(Roots roots) {
    roots.assignments().forEach(assignment -> changing.add(assignment.variable()));
    this.applications = Rewriting.applications(roots);
    this.consumers = new Consumers(roots, applications);
  }

  /**
   * The same graph in mixed precision.
   *
   * @param pays whether some backend computes an application of f32 operands faster in bf16
   */
  public static Roots apply(Roots roots, Predicate<Application> pays) {
    PrecisionLowering pass = new PrecisionLowering(roots);
    pass.applications.forEach(application -> pass.mark(application, pays));
    pass.applications.forEach(pass::rewrite);
    roots.nodes().forEach(pass::handOut);
    return pass.rewriting.roots(roots);
  }

  /** Decides whether an application computes in bf16, and whether its result stems from such. */
  private void mark(Application application, Predicate<Application> pays) {
    List<Integer> operands = lowOperands(application.op());
    boolean lowers =
        !operands.isEmpty()
            && application.inputs().get(operands.getFirst()).dtype() == DType.F32
            && (isGemm(application.op())
                || application.op() instanceof RecurrentOp
                || application.inputs().stream().anyMatch(following::contains))
            && pays.test(application);
    if (lowers) {
      lowered.add(application);
      // All results: what a pool's winners lead back to stems from the op before the pool.
      following.addAll(application.results());
    } else if (isPassage(application)
        && application.inputs().stream().anyMatch(input -> passes(input, application))) {
      following.addAll(application.results());
    }
  }

  private boolean passes(Node input, Application application) {
    return following.contains(input)
        && (application.op() instanceof Movement
            || input.shape().elements() == application.result().shape().elements());
  }

  private void rewrite(Application application) {
    if (lowered.contains(application)) {
      lower(application);
      return;
    }
    if (application.op() instanceof Movement && held.containsAll(application.inputs())) {
      List<Node> inputs = application.inputs().stream().map(low::get).toList();
      Application moved = Application.of(application.op(), inputs, application.scope());
      for (int i = 0; i < moved.results().size(); i++) {
        keepLow(application.results().get(i), moved.results().get(i));
      }
      return;
    }
    List<Node> inputs = full(application.inputs(), application);
    Application made =
        inputs.equals(application.inputs())
            ? application
            : Application.of(application.op(), inputs, application.scope());
    rewriting.replace(application, made);
    if (made.results().size() == 1
        && following.contains(application.result())
        && isWanted(application.result())) {
      keepLow(application.result(), cast(made.result(), DType.BF16, application));
    }
  }

  /**
   * Nodes in single precision, for one reader: whoever reads a value held in bf16 widens it for
   * itself, so that the wide form need not be kept.
   */
  private List<Node> full(List<Node> old, Application reader) {
    Map<Node, Node> widened = new HashMap<>();
    return old.stream()
        .map(node -> widened.computeIfAbsent(node, key -> full(key, reader)))
        .toList();
  }

  private Node full(Node old, Application reader) {
    return held.contains(old) ? cast(low.get(old), DType.F32, reader) : rewriting.current(old);
  }

  private void handOut(Node root) {
    if (root instanceof Result result && held.contains(root)) {
      rewriting.replace(root, full(root, result.application()));
    }
  }

  private void lower(Application application) {
    List<Integer> operands = lowOperands(application.op());
    List<Node> inputs = new ArrayList<>();
    for (int i = 0; i < application.inputs().size(); i++) {
      Node input = application.inputs().get(i);
      inputs.add(
          operands.contains(i) && (input instanceof Result || isRoundedOnce(input, application))
              ? low.computeIfAbsent(input, key -> rounded(key, application))
              : full(input, application));
    }
    // Kernels choose their way by the type of the data: what comes from outside is rounded too.
    for (int data : dataOperands(application.op())) {
      if (inputs.get(data).dtype() == DType.F32) {
        Node input = application.inputs().get(data);
        inputs.set(data, low.computeIfAbsent(input, key -> rounded(key, application)));
      }
    }
    List<DType> types = new ArrayList<>();
    application.results().forEach(result -> types.add(result.dtype()));
    List<Integer> results =
        isGemm(application.op()) && !isWanted(application.results().getFirst())
            ? List.of()
            : lowResults(application.op());
    results.forEach(result -> types.set(result, DType.BF16));
    Application made =
        Application.of(new LowPrecisionOp(application.op(), types), inputs, application.scope());
    rewriting.replace(application, made);
    results.forEach(
        result -> keepLow(application.results().get(result), made.results().get(result)));
  }

  /**
   * Weights that change from run to run and are read as they lie are rounded once for all readers;
   * other weights are rounded by whoever computes, while they are packed.
   */
  private boolean isRoundedOnce(Node weights, Application reader) {
    return changing.contains(weights) && isMatMul(reader.op());
  }

  private static boolean isMatMul(Op op) {
    return switch (op) {
      case MatMulOp matMul -> true;
      case BiasedOp(Op base, var activation) -> isMatMul(base);
      case BiasedResidualOp(Op base, var activation) -> isMatMul(base);
      default -> false;
    };
  }

  private void keepLow(Node old, Node bf16) {
    low.put(old, bf16);
    held.add(old);
  }

  private Node rounded(Node old, Application reader) {
    return cast(rewriting.current(old), DType.BF16, reader);
  }

  private static Node cast(Node node, DType dtype, Application reader) {
    return Application.of(new CastOp(dtype), List.of(node), reader.scope()).result();
  }

  /** Whether a value reaches an operand of a lowered application, be it through other ops. */
  private boolean isWanted(Node node) {
    Boolean known = wanted.get(node);
    if (known == null) {
      known = consumers.of(node).stream().anyMatch(reader -> wants(reader, node));
      wanted.put(node, known);
    }
    return known;
  }

  private boolean wants(Application reader, Node node) {
    if (lowered.contains(reader)) {
      return lowOperands(reader.op()).stream()
          .anyMatch(operand -> reader.inputs().get(operand) == node);
    }
    return isPassage(reader)
        && passes(node, reader)
        && reader.results().stream().anyMatch(this::isWanted);
  }

  private static boolean isPassage(Application application) {
    return (application.op() instanceof Elementwise || application.op() instanceof Movement)
        && application.results().getFirst().dtype() == DType.F32;
  }

  /** Whether an op's work is a GEMM: matmuls, convolutions and their gradients, recurrent steps. */
  private static boolean isGemm(Op op) {
    return switch (op) {
      case MatMulOp matMul -> true;
      case BatchMatMulOp matMul -> true;
      case Convolution2dOp convolution -> true;
      case Convolution2dInputGradientOp gradient -> true;
      case Convolution2dFilterGradientOp gradient -> true;
      case BiasedOp biased -> true;
      case BiasedResidualOp biased -> true;
      case RecurrentGradientOp gradient -> true;
      default -> false;
    };
  }

  /** Which inputs may be bf16; the first of them is the data that comes from other ops. */
  private static List<Integer> lowOperands(Op op) {
    return switch (op) {
      case BiasedOp(Op base, var activation) -> lowOperands(base);
      case BiasedResidualOp(Op base, var activation) -> {
        List<Integer> operands = new ArrayList<>(lowOperands(base));
        operands.add(RESIDUAL);
        yield operands;
      }
      case MatMulOp matMul -> List.of(0, 1);
      case BatchMatMulOp matMul -> List.of(0, 1);
      case Convolution2dOp convolution -> List.of(0, 1);
      case Convolution2dInputGradientOp gradient -> List.of(0, 1);
      case Convolution2dFilterGradientOp gradient -> List.of(0, 1);
      case AveragePool2dOp follower -> List.of(0);
      case AveragePool2dGradientOp follower -> List.of(0);
      case MaxPool2dOp follower -> List.of(0);
      case MaxPool2dGradientOp follower -> List.of(1);
      case RecurrentOp recurrent -> List.of(1, 0);
      case RecurrentGradientOp gradient ->
          List.of(1, gradient.firstState(), gradient.firstState() + gradient.cell().states());
      default -> List.of();
    };
  }

  /** Which inputs must be bf16: images and what arrives at them, but for weights. */
  private static List<Integer> dataOperands(Op op) {
    return op instanceof Convolution2dFilterGradientOp
        ? List.of(0, 1)
        : lowOperands(op).subList(0, 1);
  }

  /** Which results are bf16 where an op gives such. */
  private static List<Integer> lowResults(Op op) {
    // The state that the GEMM reads, and what is kept; other states are sums over all steps.
    return op instanceof RecurrentOp(RecurrentCell cell, boolean masked, boolean keeps) && keeps
        ? List.of(0, cell.states())
        : List.of(0);
  }
}
