package dev.ranvier.cli.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ranvier.exec.Peaks;
import dev.ranvier.exec.Profile;
import dev.ranvier.graph.Application;
import dev.ranvier.graph.Input;
import dev.ranvier.op.MatMulOp;
import dev.ranvier.op.ReluOp;
import dev.ranvier.plan.Phase;
import dev.ranvier.tensor.DType;
import dev.ranvier.tensor.TensorType;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A made-up profile whose figures can be worked out by hand. */
final class ProfileTreeTest {
  private static final Input A = new Input("a", TensorType.f32(100, 100));

  /** 2,000,000 operations and 120,000 bytes. */
  private static final Application PRODUCT =
      Application.of(
          new MatMulOp(), List.of(A, new Input("b", TensorType.f32(100, 100))), "dense1");

  /** 10,000 operations and 80,000 bytes. */
  private static final Application RELU = Application.of(new ReluOp(), List.of(A), "relu1");

  private static final Profile PROFILE =
      new Profile(
          List.of(
              new Profile.Entry(RELU, Phase.FORWARD, "loop", "", 8_000),
              new Profile.Entry(PRODUCT, Phase.FORWARD, "gemm", "onednn-f32", 30_000),
              new Profile.Entry(PRODUCT, Phase.FORWARD, "gemm", "onednn-f32", 10_000),
              new Profile.Entry(PRODUCT, Phase.BACKWARD, "gemm", "onednn-f32", 20_000)),
          100_000,
          7);

  private static final Peaks PEAKS = new Peaks(Map.of(DType.F32, 200e9), 20e9);

  private final Map<String, Object> tree = ProfileTree.of(PROFILE, PEAKS, 2);

  @Test
  void stepKernelsAndWhatIsOutsideThem() {
    assertThat(tree)
        .containsEntry("steps", 7)
        .containsEntry("threads", 2)
        .containsEntry("step_ms", 0.1)
        .containsEntry("kernels_ms", 0.068)
        .containsEntry("peaks", Map.of("f32_gflops", 200.0, "memory_gbs", 20.0));
    assertThat((double) tree.get("outside_ms")).isCloseTo(0.032, within(1e-9));
    assertThat((double) tree.get("outside_share")).isCloseTo(0.32, within(1e-9));
  }

  @Test
  void callsOfOneKindAreOneEntrySortedByTime() {
    List<?> ops = (List<?>) tree.get("ops");
    assertThat(ops.stream().map(op -> ((Map<?, ?>) op).get("ms")).toList())
        .isEqualTo(List.of(0.04, 0.02, 0.008));
    Map<?, ?> product = (Map<?, ?>) ops.getFirst();
    assertThat((Object) product.get("op")).isEqualTo("matmul");
    assertThat((Object) product.get("layer")).isEqualTo("dense1");
    assertThat((Object) product.get("phase")).isEqualTo("forward");
    assertThat((Object) product.get("kernel")).isEqualTo("gemm");
    assertThat((Object) product.get("row")).isEqualTo("onednn-f32");
    assertThat((Object) product.get("calls")).isEqualTo(2);
    assertThat((double) product.get("share")).isCloseTo(0.4, within(1e-9));
    assertThat((double) product.get("gflops")).isCloseTo(100, within(1e-9));
    assertThat((double) product.get("gflops_of_peak")).isCloseTo(0.5, within(1e-9));
    assertThat((double) product.get("gbs")).isCloseTo(6, within(1e-9));
    assertThat((double) product.get("gbs_of_peak")).isCloseTo(0.3, within(1e-9));
  }

  @Test
  void elementwiseWorkHasNoPartOfTheProductsPeak() {
    Map<?, ?> relu = (Map<?, ?>) ((List<?>) tree.get("ops")).getLast();
    assertThat((double) relu.get("gflops")).isCloseTo(1.25, within(1e-9));
    assertThat((Object) relu.get("gflops_of_peak")).isNull();
    assertThat((double) relu.get("gbs_of_peak")).isCloseTo(0.5, within(1e-9));
  }

  @Test
  void aPeakThatWasNotMeasuredIsNotComparedWith() {
    Map<String, Object> other = ProfileTree.of(PROFILE, new Peaks(Map.of(), 20e9), 2);
    assertThat((Object) ((Map<?, ?>) ((List<?>) other.get("ops")).getFirst()).get("gflops_of_peak"))
        .isNull();
  }

  @Test
  void phasesAddUp() {
    List<?> phases = (List<?>) tree.get("phases");
    assertThat(phases.stream().map(phase -> ((Map<?, ?>) phase).get("phase")).toList())
        .isEqualTo(List.of("forward", "backward"));
    assertThat((Object) ((Map<?, ?>) phases.getFirst()).get("ms")).isEqualTo(0.048);
  }

  @Test
  void peopleReadATable() {
    assertThat(ProfileTable.of(tree).lines())
        .containsExactly(
            "profile: median of 7 steps on 2 threads",
            "peaks: f32 products 200 GFLOP/s, memory 20.0 GB/s",
            "",
            "phase     op                              layer           calls         "
                + "ms   share   GFLOP/s  of peak    GB/s  of peak  chosen by",
            "forward   matmul                          dense1              2      0.0"
                + "40     40%     100.0      50%     6.0      30%  onednn-f32",
            "backward  matmul                          dense1              1      0.0"
                + "20     20%     100.0      50%     6.0      30%  onednn-f32",
            "forward   relu                            relu1               1      0.0"
                + "08      8%       1.3             10.0      50%",
            "",
            "forward   all                                                 3      0.0"
                + "48     48%      83.5      42%     6.7      33%",
            "backward  all                                                 1      0.0"
                + "20     20%     100.0      50%     6.0      30%",
            "          outside kernels                                            0.0"
                + "32     32%",
            "          step                                                       0.1"
                + "00    100%");
  }
}
