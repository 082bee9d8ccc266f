package dev.ranvier.zoo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ranvier.nn.Layer;
import dev.ranvier.nn.Model;
import dev.ranvier.tensor.Shape;
import dev.ranvier.tensor.TensorType;
import org.junit.jupiter.api.Test;

class ZooTest {
  @Test
  void networksHaveThePublishedNumbersOfParameters() {
    assertThat(rgb(ResNet.small18(10)).parameterCount()).isEqualTo(11_173_962);
    assertThat(rgb(Vgg.small16(10)).parameterCount()).isEqualTo(14_724_042);
    assertThat(rgb(Cifar10Full.network(10)).parameterCount()).isEqualTo(89_578);
  }

  @Test
  void networksGiveOneNumberAClass() {
    assertThat(rgb(ResNet.small18(7)).trace(3, false).output().shape()).isEqualTo(Shape.of(3, 7));
    assertThat(rgb(Vgg.small16(7)).trace(3, false).output().shape()).isEqualTo(Shape.of(3, 7));
  }

  @Test
  void aTransformerTellsWhatComesAfterEachCharacter() {
    Model model = new Model(TensorType.i32(12), CharacterTransformer.network(30, 64, 2), 1);
    assertThat(model.trace(3, false).output().shape()).isEqualTo(Shape.of(3, 12, 30));
  }

  private static Model rgb(Layer layer) {
    return new Model(TensorType.f32(32, 32, 3), layer, 1);
  }
}
