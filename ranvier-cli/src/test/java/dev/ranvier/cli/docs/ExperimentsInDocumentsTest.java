package dev.ranvier.cli.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ranvier.catalog.Json;
import dev.ranvier.catalog.Place;
import dev.ranvier.cli.experiment.ExperimentFile;
import dev.ranvier.cli.experiment.Yaml;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every experiment of the documentation is accepted, and every part of one in an experiment. */
final class ExperimentsInDocumentsTest {
  private static final String WHOLE =
      """
      data: {source: digits, train: 100, validation: 20, test: 20}
      model: {layers: [flatten, {dense: 10}]}
      loss: softmax-cross-entropy
      train: {epochs: 1}
      """;

  private static final Set<String> TOP = Set.of("data", "model", "loss", "train", "precision");

  @TempDir private Path folder;

  static List<Documents.Code> experiments() {
    return Documents.blocks("yaml");
  }

  @Test
  void thereAreSome() {
    assertThat(experiments()).hasSizeGreaterThan(10);
  }

  @ParameterizedTest
  @MethodSource("experiments")
  void isAccepted(Documents.Code code) throws IOException {
    Map<String, Object> whole = map(Yaml.read(WHOLE, Place.of("whole")));
    String text = code.text().replace("dense: auto", "dense: 3"); // the data's, which are not there
    Map<String, Object> part = map(Yaml.read(text, Place.of(code.toString())));
    boolean ofTraining = part.keySet().stream().noneMatch(TOP::contains);
    Map<String, Object> changed = ofTraining ? Map.of("train", part) : part;
    changed.forEach(
        (key, value) -> {
          if (key.equals("train")) {
            Map<String, Object> train = map(whole.get("train"));
            train.putAll(map(value));
            whole.put("train", train);
          } else {
            whole.put(key, value);
          }
        });
    Path file = Files.writeString(folder.resolve("experiment.yaml"), Json.pretty(whole));
    assertThat(ExperimentFile.read(file).experiment().train().epochs()).isPositive();
  }

  private static Map<String, Object> map(Object tree) {
    Map<String, Object> map = new LinkedHashMap<>();
    ((Map<?, ?>) tree).forEach((key, value) -> map.put((String) key, value));
    return map;
  }
}
