package dev.ranvier.exec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ranvier.graph.Input;
import dev.ranvier.graph.Node;
import dev.ranvier.graph.Scope;
import dev.ranvier.op.CastOp;
import dev.ranvier.op.MatMulOp;
import dev.ranvier.op.Ops;
import dev.ranvier.op.SumOp;
import dev.ranvier.op.TanhOp;
import dev.ranvier.tensor.DType;
import dev.ranvier.tensor.Shape;
import dev.ranvier.tensor.TensorType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KernelListingTest {
  private final Input x = new Input("x", new TensorType(DType.BF16, Shape.of(6, 3)));
  private final Input bias = new Input("bias", TensorType.f32(3));

  private Plan plan() {
    Node wide = CastOp.to(x, DType.F32);
    Node y = Scope.within("first", () -> new TanhOp().apply(Ops.add(wide, bias)));
    Node sum = Scope.within("first", () -> new SumOp(List.of(0)).apply(y));
    Node product = new MatMulOp(true, false).apply(y, y);
    Node again = Scope.within("second", () -> new TanhOp().apply(product));
    Node third = new TanhOp().apply(new MatMulOp().apply(again, again));
    return Engines.standard().compile(List.of(x, bias), List.of(sum, again, third));
  }

  @Test
  void saysWhatEachKernelDoesAndWhere() {
    List<KernelListing> kernels = plan().kernels();
    KernelListing first = kernels.getFirst();
    assertThat(first.name()).isEqualTo("000-fused.txt");
    assertThat(first.steps())
        .containsExactly("step 0 of first: bf16[6,3], f32[3] -> f32[6,3], f32[1,3]");
    assertThat(first.lines())
        .containsExactly(
            "v0: bf16, one for each element",
            "v1: f32, one for each column",
            "v2 = (v0 + v1)",
            "v3 = hyperbolic_tangent(v2)",
            "result 0: v3 as f32",
            "result 1: sum of v3, one for each column");
    assertThat(first.text()).startsWith("step 0 of first: ").endsWith("one for each column\n");
  }

  @Test
  void equalKernelsAreListedOnce() {
    List<KernelListing> kernels = plan().kernels();
    assertThat(kernels).hasSize(2);
    assertThat(kernels.getLast().steps())
        .containsExactly("step 2 of second: f32[3,3] -> f32[3,3]", "step 4: f32[3,3] -> f32[3,3]");
  }

  @Test
  void filesHoldTheListings(@TempDir Path folder) throws IOException {
    Plan plan = plan();
    Path kernels = folder.resolve("run/kernels");
    plan.dumpKernels(kernels);
    try (Stream<Path> files = Files.list(kernels)) {
      assertThat(files)
          .extracting(file -> file.getFileName().toString())
          .containsExactlyInAnyOrder("000-fused.txt", "001-fused.txt");
    }
    assertThat(kernels.resolve("000-fused.txt")).hasContent(plan.kernels().getFirst().text());
  }

  @Test
  void aFolderThatCannotBeIsNamed(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");
    assertThatThrownBy(() -> plan().dumpKernels(file))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessage("kernels: cannot be written to " + file);
  }
}
