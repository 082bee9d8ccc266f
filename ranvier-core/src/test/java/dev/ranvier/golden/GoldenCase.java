package dev.ranvier.golden;

import dev.ranvier.tensor.NdArray;
import dev.ranvier.tensor.Safetensors;
import dev.ranvier.tensor.Tensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A computation and its outcome, as {@code golden/make.py} wrote them.
 *
 * @param name what is special about the case
 * @param tensors inputs and outcomes by name
 */
record GoldenCase(String name, Map<String, Tensor> tensors) {
  /** The cases of a file. */
  static List<GoldenCase> of(String subject) {
    Map<String, Map<String, Tensor>> cases = new LinkedHashMap<>();
    read(subject)
        .forEach(
            (path, tensor) -> {
              String[] parts = path.split("/", 2);
              cases.computeIfAbsent(parts[0], name -> new LinkedHashMap<>()).put(parts[1], tensor);
            });
    return cases.entrySet().stream()
        .map(entry -> new GoldenCase(entry.getKey(), entry.getValue()))
        .toList();
  }

  /** One case of a file. */
  static GoldenCase of(String subject, String name) {
    return of(subject).stream()
        .filter(golden -> golden.name.equals(name))
        .findFirst()
        .orElseThrow(() -> missing(subject + " has no case '" + name + "'"));
  }

  /** One of the tensors, in double precision. */
  NdArray get(String name) {
    return tensor(name).toNdArray();
  }

  /** One of the tensors. */
  Tensor tensor(String name) {
    Tensor tensor = tensors.get(name);
    if (tensor == null) {
      throw missing("case '" + this.name + "' has no '" + name + "', only " + tensors.keySet());
    }
    return tensor;
  }

  /** The whole numbers of a tensor. */
  int[] numbers(String name) {
    double[] values = get(name).data();
    int[] numbers = new int[values.length];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = (int) values[i];
    }
    return numbers;
  }

  @Override
  public String toString() {
    return name;
  }

  private static Map<String, Tensor> read(String subject) {
    String file = "/golden/" + subject + ".safetensors";
    URL url = GoldenCase.class.getResource(file);
    if (url == null) {
      throw missing("no file " + file);
    }
    try {
      return Safetensors.read(Path.of(url.toURI())).tensors();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static IllegalArgumentException missing(String what) {
    return new IllegalArgumentException("golden: " + what + "; run golden/make.py");
  }
}
