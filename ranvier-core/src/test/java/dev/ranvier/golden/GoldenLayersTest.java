package dev.ranvier.golden;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ranvier.graph.Node;
import dev.ranvier.nn.LayerExample;
import dev.ranvier.nn.LayerExamples;
import dev.ranvier.nn.Model;
import dev.ranvier.nn.Trace;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Layers in training against PyTorch's: results, and gradients by the input and all parameters. The
 * parameters of a case are called p0, p1, … in the order in which the layer asks for them.
 */
final class GoldenLayersTest {
  private static final String SUBJECT = "layers";

  static List<LayerExample> examples() {
    return LayerExamples.golden();
  }

  @ParameterizedTest
  @MethodSource("examples")
  void layer(LayerExample example) {
    GoldenCase golden = GoldenCase.of(SUBJECT, example.name());
    assertThat(golden.tensor("x").shape().remove(0)).isEqualTo(example.input().shape());
    GoldenGraph graph = new GoldenGraph(golden);
    Model model = new Model(example.input(), example.layer(), 0);
    assertThat(golden.tensors().keySet().stream().filter(name -> name.matches("p[0-9]+")))
        .hasSameSizeAs(model.parameters());
    Map<String, Node> by = new LinkedHashMap<>();
    for (int i = 0; i < model.parameters().size(); i++) {
      graph.set(model.parameters().get(i), "p" + i);
      by.put("p" + i, model.parameters().get(i));
    }
    Trace trace = model.trace(golden.tensor("x").shape().size(0), true);
    graph.feed(trace.input(), "x");
    if (trace.input().dtype().isFloating()) {
      by.put("x", trace.input());
    }
    graph.expectDifferentiated(trace.output(), by);
    graph.check();
  }

  @Test
  void everyCaseHasItsLayer() {
    assertThat(examples().stream().map(LayerExample::name))
        .containsExactlyInAnyOrderElementsOf(
            GoldenCase.of(SUBJECT).stream().map(GoldenCase::name).toList());
  }
}
