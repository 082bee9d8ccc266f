package dev.ranvier.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ranvier.graph.Application;
import dev.ranvier.graph.Assignment;
import dev.ranvier.graph.Input;
import dev.ranvier.graph.Node;
import dev.ranvier.graph.Op;
import dev.ranvier.graph.Result;
import dev.ranvier.graph.Variable;
import dev.ranvier.op.BatchMatMulOp;
import dev.ranvier.op.BiasedResidualOp;
import dev.ranvier.op.CastOp;
import dev.ranvier.op.LowPrecisionOp;
import dev.ranvier.op.MatMulOp;
import dev.ranvier.op.Ops;
import dev.ranvier.op.Padding;
import dev.ranvier.op.Pair;
import dev.ranvier.op.ReluOp;
import dev.ranvier.op.ReshapeOp;
import dev.ranvier.op.SplitOp;
import dev.ranvier.op.TransposeOp;
import dev.ranvier.op.conv.Convolution2dFilterGradientOp;
import dev.ranvier.op.conv.Convolution2dOp;
import dev.ranvier.op.conv.MaxPool2dGradientOp;
import dev.ranvier.op.conv.MaxPool2dOp;
import dev.ranvier.op.normalization.LogSoftmaxOp;
import dev.ranvier.op.normalization.SoftmaxOp;
import dev.ranvier.op.recurrent.RecurrentCell;
import dev.ranvier.op.recurrent.RecurrentOp;
import dev.ranvier.op.scalar.Expression;
import dev.ranvier.tensor.DType;
import dev.ranvier.tensor.Shape;
import dev.ranvier.tensor.Tensor;
import dev.ranvier.tensor.TensorType;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PrecisionLoweringTest {
  private final Input x = new Input("x", TensorType.f32(4, 3));
  private final Variable first = new Variable("first", weights(3, 5));
  private final Variable second = new Variable("second", weights(5, 2));

  private static Variable weightsOf(int rows, int columns) {
    return new Variable("weights", weights(rows, columns));
  }

  private static Tensor weights(int rows, int columns) {
    return Tensor.zeros(new TensorType(DType.F32, Shape.of(rows, columns)));
  }

  private static List<Application> lowered(Node output) {
    Roots roots = new Roots(List.of(output), List.of());
    return Rewriting.applications(PrecisionLowering.apply(roots, application -> true));
  }

  @Test
  void whatLiesBetweenProductsIsKeptInBf16() {
    Node hidden = new ReluOp().apply(Ops.matmul(x, first));
    List<Application> order = lowered(Ops.matmul(hidden, second));
    assertThat(order)
        .extracting(application -> application.op().name())
        .containsExactly("cast", "matmul-bf16", "cast", "relu", "cast", "matmul-bf16");
    assertThat(order)
        .extracting(application -> application.results().getFirst().dtype())
        .containsExactly(DType.BF16, DType.BF16, DType.F32, DType.F32, DType.BF16, DType.F32);
  }

  @Test
  void weightsStayInSinglePrecision() {
    Application product = lowered(Ops.matmul(x, first)).getLast();
    assertThat(product.inputs()).extracting(Node::dtype).containsExactly(DType.BF16, DType.F32);
    assertThat(product.inputs().getLast()).isSameAs(first);
  }

  @Test
  void weightsThatChangeInEveryRunAreRoundedOnceForAllProducts() {
    Node hidden = Ops.matmul(x, first);
    Node back = new MatMulOp(false, true).apply(hidden, first);
    Node updated = Ops.subtract(first, Ops.sum(back));
    Roots roots = new Roots(List.of(back), List.of(new Assignment(first, updated)));
    Roots low = PrecisionLowering.apply(roots, application -> true);
    List<Node> weights =
        Rewriting.applications(low).stream()
            .filter(application -> application.op() instanceof LowPrecisionOp)
            .map(application -> application.inputs().get(1))
            .toList();
    assertThat(weights).extracting(Node::dtype).containsOnly(DType.BF16);
    assertThat(weights.getFirst()).isSameAs(weights.getLast());
    Application update = ((Result) low.assignments().getFirst().value()).application();
    assertThat(update.inputs().getFirst()).as("its master copy").isSameAs(first);
  }

  @Test
  void whatNoProductReadsStaysInSinglePrecision() {
    List<Application> order = lowered(new LogSoftmaxOp().apply(Ops.matmul(x, first)));
    assertThat(order)
        .extracting(application -> application.op().name())
        .containsExactly("cast", "matmul-bf16", "log-softmax");
    assertThat(order.get(1).result().dtype()).isEqualTo(DType.F32);
  }

  @Test
  void aGradientThatMeetsItsParameterStaysInSinglePrecision() {
    Node gradient = Ops.matmul(new TransposeOp(List.of(1, 0)).apply(x), x);
    Variable square = new Variable("square", weights(3, 3));
    Node updated = Ops.subtract(square, gradient);
    Roots roots = new Roots(List.of(), List.of(new Assignment(square, updated)));
    Roots low = PrecisionLowering.apply(roots, application -> true);
    Application update = ((Result) low.assignments().getFirst().value()).application();
    assertThat(update.inputs()).extracting(Node::dtype).containsOnly(DType.F32);
    Application product = ((Result) update.inputs().getLast()).application();
    assertThat(product.op()).isInstanceOf(LowPrecisionOp.class);
  }

  @Test
  void aResidualIsReadInBf16() {
    Node shortcut = Ops.matmul(x, first);
    Variable square = new Variable("square", weights(5, 5));
    Variable bias = new Variable("bias", Tensor.zeros(TensorType.f32(5)));
    Op end = new BiasedResidualOp(new MatMulOp(), Optional.of(new ReluOp()));
    List<Application> order =
        lowered(Ops.matmul(end.apply(shortcut, square, bias, shortcut), second));
    assertThat(order)
        .extracting(application -> application.op().name())
        .containsExactly("cast", "matmul-bf16", "matmul-bias-residual-relu-bf16", "matmul-bf16");
    assertThat(order.get(2).inputs())
        .extracting(Node::dtype)
        .containsExactly(DType.BF16, DType.F32, DType.F32, DType.BF16);
  }

  /** As in attention: scores and shares are single precision, what is moved is rounded before. */
  @Test
  void valuesAreMovedInBf16BetweenProducts() {
    List<? extends Node> parts = new SplitOp(1, 2).applyAll(Ops.matmul(x, weightsOf(3, 8)));
    Op byHead = new TransposeOp(List.of(1, 0, 2));
    List<Node> heads =
        parts.stream().map(part -> byHead.apply(ReshapeOp.to(part, Shape.of(4, 2, 2)))).toList();
    Node scores = new BatchMatMulOp(false, true).apply(heads.get(0), heads.get(1));
    Node attended = new BatchMatMulOp().apply(new SoftmaxOp().apply(scores), heads.get(1));
    List<Application> order = lowered(byHead.apply(attended));
    assertThat(order)
        .extracting(application -> application.op().name())
        .containsExactly(
            "cast",
            "matmul-bf16",
            "split",
            "reshape",
            "transpose",
            "reshape",
            "transpose",
            "batch-matmul-bf16",
            "softmax",
            "cast",
            "batch-matmul-bf16",
            "transpose");
    assertThat(order.subList(1, 7))
        .flatExtracting(Application::results)
        .extracting(Node::dtype)
        .containsOnly(DType.BF16);
    assertThat(order.get(7).result().dtype()).isEqualTo(DType.F32);
    assertThat(order.get(8).inputs()).extracting(Node::dtype).containsExactly(DType.F32);
    assertThat(order.getLast().result().dtype()).isEqualTo(DType.F32);
  }

  @Test
  void whatIsMovedForOthersAloneStaysInSinglePrecision() {
    Node product = Ops.matmul(x, first);
    List<Application> order = lowered(new TransposeOp(List.of(1, 0)).apply(product));
    assertThat(order)
        .extracting(application -> application.op().name())
        .containsExactly("cast", "matmul-bf16", "transpose");
    assertThat(order.get(1).result().dtype()).isEqualTo(DType.F32);
  }

  @Test
  void aRecurrentLayerReadsItsInputsAsTheirProductGivesThem() {
    RecurrentCell cell =
        new RecurrentCell(1, List.of(RecurrentCell.input(0).plus(Expression.argument(1)).tanh()));
    Variable weights = new Variable("weights", weights(5, 5));
    Variable biases = new Variable("biases", Tensor.zeros(TensorType.f32(5)));
    Node steps = ReshapeOp.to(Ops.matmul(x, first), Shape.of(2, 2, 5));
    Node states = new RecurrentOp(cell, false).applyAll(steps, weights, biases).getFirst();
    List<Application> order = lowered(states);
    assertThat(order)
        .extracting(application -> application.op().name())
        .containsExactly("cast", "matmul-bf16", "reshape", "cast", "recurrent-bf16", "cast");
    assertThat(order.get(3).inputs()).containsExactly(weights);
    assertThat(order.get(4).inputs())
        .extracting(Node::dtype)
        .containsExactly(DType.BF16, DType.BF16, DType.F32);
  }

  @Test
  void whereItDoesNotPayNothingChanges() {
    Node product = Ops.matmul(x, first);
    Roots roots = new Roots(List.of(product), List.of());
    assertThat(PrecisionLowering.apply(roots, application -> false).outputs())
        .containsExactly(product);
    assertThat(Rewriting.applications(roots))
        .noneMatch(application -> application.op() instanceof CastOp);
  }

  /** What arrives in single precision is rounded before the pool hands it out, not after. */
  @Test
  void theGradientOfAPoolBehindAConvolutionIsInBf16() {
    Input images = new Input("images", TensorType.f32(2, 6, 6, 1));
    Variable filter = new Variable("filter", Tensor.zeros(TensorType.f32(3, 3, 1, 4)));
    Node convolved = new Convolution2dOp().apply(images, filter);
    List<? extends Node> pooled = new MaxPool2dOp(Pair.of(2)).applyAll(convolved);
    Input upstream = new Input("upstream", pooled.getFirst().type());
    Node spread =
        new MaxPool2dGradientOp(Pair.of(2), Pair.of(2), Padding.NONE, convolved.shape())
            .apply(pooled.get(1), upstream);
    Node gradient =
        new Convolution2dFilterGradientOp(Pair.ONE, Padding.NONE, Pair.ONE, 1, filter.shape())
            .apply(images, spread);
    List<Application> order = lowered(gradient);
    assertThat(order)
        .extracting(application -> application.op().name())
        .containsExactly(
            "cast",
            "convolution2d-bf16",
            "max-pool2d-bf16",
            "cast",
            "max-pool2d-gradient-bf16",
            "convolution2d-filter-gradient-bf16");
    assertThat(order.get(3).inputs()).containsExactly(upstream);
    assertThat(order.get(2).results())
        .extracting(Node::dtype)
        .containsExactly(DType.BF16, DType.I32);
  }
}
