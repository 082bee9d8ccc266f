package dev.ranvier.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ranvier.data.Batch;
import dev.ranvier.tensor.TensorType;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

final class WorkloadTest {
  @Test
  void networksHaveTheParametersOfTheirTwins() {
    // 784·300 + 300 + 300·100 + 100 + 100·10 + 10
    assertThat(named("mlp-b32").model().parameterCount()).isEqualTo(266_610);
    // 25·32 + 32 + 25·32·64 + 64 + 7·7·64·512 + 512 + 512·10 + 10
    assertThat(named("lenet-b64").model().parameterCount()).isEqualTo(1_663_370);
    assertThat(named("resnet18-b64").model().parameterCount()).isEqualTo(11_173_962);
    assertThat(named("vgg16-b64").model().parameterCount()).isEqualTo(14_724_042);
    assertThat(named("cifarfull-b100").model().parameterCount()).isEqualTo(89_578);
    // (28 + 128 + 1)·512 + 128·10 + 10
    assertThat(named("lstm-b64").model().parameterCount()).isEqualTo(81_674);
    // 65·128 + 128·128, 4 blocks of 12·128² + 13·128, 2·128, 128·65 + 65
    assertThat(named("chartf-b16").model().parameterCount()).isEqualTo(826_433);
  }

  @Test
  void namesEndInTheBatchSize() {
    assertThat(Workload.all())
        .allSatisfy(workload -> assertThat(workload.name()).endsWith("-b" + workload.batch()));
  }

  @Test
  void examplesAreOfTheInputTypeAndOfKnownClasses() {
    Batch batch = named("lenet-b64").examples(5);
    assertThat(batch.inputs().type()).isEqualTo(TensorType.f32(5, 28, 28, 1));
    assertThat(Arrays.stream(batch.inputs().toNdArray().data()).summaryStatistics())
        .satisfies(inputs -> assertThat(inputs.getMin()).isBetween(0.0, 0.1))
        .satisfies(inputs -> assertThat(inputs.getMax()).isBetween(0.9, 1.0));
    assertThat(batch.targets().toNdArray().data())
        .hasSize(5)
        .matches(targets -> Arrays.stream(targets).allMatch(target -> target >= 0 && target < 10));
  }

  @Test
  void charactersHaveOneThatFollowsEach() {
    Batch batch = named("chartf-b16").examples(3);
    assertThat(batch.inputs().type()).isEqualTo(TensorType.i32(3, 128));
    assertThat(batch.targets().type()).isEqualTo(TensorType.i32(3, 128));
    assertThat(batch.inputs().toNdArray().data())
        .matches(tokens -> Arrays.stream(tokens).allMatch(token -> token >= 0 && token < 65));
  }

  private static Workload named(String name) {
    return Workload.all().stream()
        .filter(workload -> workload.name().equals(name))
        .findFirst()
        .orElseThrow();
  }
}
