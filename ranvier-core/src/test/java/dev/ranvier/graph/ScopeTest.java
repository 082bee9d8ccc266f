package dev.ranvier.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ranvier.op.MatMulOp;
import dev.ranvier.op.Ops;
import dev.ranvier.tensor.TensorType;
import org.junit.jupiter.api.Test;

class ScopeTest {
  private final Input x = new Input("x", TensorType.f32(2, 3));

  @Test
  void scopesNest() {
    assertThat(Scope.current()).isEmpty();
    String inner = Scope.within("encoder", () -> Scope.within("conv1", Scope::current));
    assertThat(inner).isEqualTo("encoder/conv1");
    assertThat(Scope.within("encoder", () -> Scope.at("decoder", Scope::current)))
        .isEqualTo("decoder");
    assertThat(Scope.current()).isEmpty();
  }

  @Test
  void applicationsRememberTheirScope() {
    Result y = (Result) Scope.within("head", () -> Ops.exp(x));
    assertThat(y.application().scope()).isEqualTo("head");
    assertThat(y.application()).hasToString("ExponentialOp[][x:f32[2,3]] in head");
    assertThat(y).hasToString("exponential:f32[2,3]");
  }

  @Test
  void errorsNameTheLayer() {
    assertThatThrownBy(() -> Scope.within("head", () -> Ops.matmul(x, x)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "layer 'head': matmul: f32[2,3] needs a right matrix with 3 rows, got f32[2,3]");
    assertThatThrownBy(() -> new MatMulOp().apply(x, x)).hasMessageStartingWith("matmul: ");
  }
}
