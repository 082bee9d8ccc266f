package dev.ranvier.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.ranvier.data.Augmentation;
import dev.ranvier.data.Batch;
import dev.ranvier.data.ImageBuffer;
import dev.ranvier.data.Normalization;
import dev.ranvier.exec.Engines;
import dev.ranvier.nn.Fans;
import dev.ranvier.nn.Initializer;
import dev.ranvier.nn.Layer;
import dev.ranvier.nn.LayerExample;
import dev.ranvier.nn.LayerExamples;
import dev.ranvier.nn.Model;
import dev.ranvier.nn.layer.Dense;
import dev.ranvier.nn.layer.Flatten;
import dev.ranvier.nn.layer.Sequential;
import dev.ranvier.nn.loss.SquaredError;
import dev.ranvier.op.Padding;
import dev.ranvier.op.Pair;
import dev.ranvier.op.Triple;
import dev.ranvier.optim.Frozen;
import dev.ranvier.optim.Schedule;
import dev.ranvier.optim.Sgd;
import dev.ranvier.tensor.CounterRandom;
import dev.ranvier.tensor.DType;
import dev.ranvier.tensor.InsufficientMemoryException;
import dev.ranvier.tensor.NativeMemory;
import dev.ranvier.tensor.Shape;
import dev.ranvier.tensor.Tensor;
import dev.ranvier.tensor.TensorType;
import dev.ranvier.train.TrainingStep;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every number of every catalogue entry at its extremes: refused in one line, or harmless. */
final class SettingLimitsTest {
  private static final Catalog CATALOG = Catalog.standard();
  private static final int BATCH = 4;
  private static final double RATE = 1e-3;
  private static final List<Double> NO_NUMBERS =
      List.of(
          Double.NaN,
          Double.POSITIVE_INFINITY,
          Double.NEGATIVE_INFINITY,
          Double.MAX_VALUE,
          -Double.MAX_VALUE);
  private static final double[] EXTREMES = {
    0, -1, 1, Math.nextDown(1.0), Double.MIN_VALUE, -Double.MIN_VALUE
  };
  private static final int[] WHOLE = {0, -1, Integer.MAX_VALUE, Integer.MIN_VALUE};

  private long limit;

  @BeforeEach
  void allowLittle() {
    limit = NativeMemory.limit().bytes();
    NativeMemory.setLimit(NativeMemory.liveBytes() + (256L << 20));
  }

  @AfterEach
  void allowAsBefore() {
    NativeMemory.setLimit(limit);
  }

  static Stream<Entry> entries() {
    return Arrays.stream(Kind.values())
        .flatMap(kind -> CATALOG.entries(kind).stream())
        .filter(entry -> entry.settings().stream().anyMatch(s -> isNumeric(s.type())));
  }

  @ParameterizedTest
  @MethodSource("entries")
  void whatIsNoFiniteNumberIsRefused(Entry entry) {
    for (Map<String, Object> sample : samples(entry)) {
      for (Setting setting : entry.settings()) {
        if (entry.type() == Frozen.class) {
          continue; // it is given schedules' learning rates and uses none
        }
        for (double extreme : NO_NUMBERS) {
          Optional<Object> value = ofDouble(setting.type(), extreme);
          boolean wide = Normalization.class.isAssignableFrom(entry.type()); // in double precision
          if (wide && Double.isFinite(extreme)) {
            continue;
          }
          if (value.isPresent() && made(entry, sample, setting, value.get()).isPresent()) {
            fail("%s takes %s of %s", entry.name(), setting.name(), value.get());
          }
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("entries")
  void whatIsAcceptedDoesNoHarm(Entry entry) {
    for (Map<String, Object> sample : samples(entry)) {
      for (Setting setting : entry.settings()) {
        Stream.concat(
                DoubleStream.of(EXTREMES).boxed().map(x -> ofDouble(setting.type(), x)),
                IntStream.of(WHOLE).boxed().map(x -> ofInt(setting.type(), x)))
            .flatMap(Optional::stream)
            .forEach(
                value ->
                    made(entry, sample, setting, value)
                        .ifPresent(
                            instance ->
                                use(
                                    instance,
                                    entry.name() + " with " + setting.name() + " " + value)));
      }
    }
  }

  /** Settings that stand for themselves: a layer's are those of its first example. */
  private static List<Map<String, Object>> samples(Entry entry) {
    return List.of(
        example(entry)
            .map(example -> entry.values(example.layer()))
            .orElseGet(() -> entry.values(new Listing(CATALOG).sample(entry, 0))));
  }

  private static Optional<LayerExample> example(Entry entry) {
    return LayerExamples.all().stream()
        .filter(example -> example.layer().getClass() == entry.type())
        .findFirst();
  }

  private static Optional<Object> made(
      Entry entry, Map<String, Object> sample, Setting setting, Object value) {
    Map<String, Object> values = new LinkedHashMap<>(sample);
    values.put(setting.name(), value);
    return oneLine(
        () -> entry.create(values), entry.name() + " with " + setting.name() + " " + value);
  }

  private static Optional<Object> oneLine(Supplier<Object> body, String what) {
    try {
      return Optional.of(body.get());
    } catch (IllegalArgumentException | InsufficientMemoryException e) {
      assertThat(e.getMessage()).as(what).isNotBlank().contains(": ").doesNotContain("\n");
      return Optional.empty();
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
      return fail(what + " fails with " + e, e);
    }
  }

  private static void use(Object instance, String what) {
    switch (instance) {
      case Layer layer -> useLayer(layer, what);
      case Initializer initializer ->
          oneLine(
              () -> {
                Tensor drawn =
                    initializer.initialize(
                        Shape.of(4, 4), new Fans(4, 4), CounterRandom.of(1, 2, 3));
                assertThat(drawn.isFinite()).as(what).isTrue();
                return drawn;
              },
              what);
      case Schedule schedule ->
          oneLine(
              () -> {
                for (long step : new long[] {0, 1, 99}) {
                  assertThat(schedule.rate(0.1, new Schedule.Moment(step, 10, 10)))
                      .as(what)
                      .isFinite();
                }
                return schedule;
              },
              what);
      case Normalization normalizer ->
          assertThat(Stream.concat(normalizer.factors().stream(), normalizer.offsets().stream()))
              .as(what)
              .allMatch(x -> Double.isFinite(x));
      case Augmentation augmentation -> {
        ImageBuffer image = new ImageBuffer(Shape.of(5, 4, 3));
        Arrays.fill(image.pixels(), 0.5f);
        augmentation.apply(image, CounterRandom.of(1, 2, 3));
        for (float pixel : image.pixels()) {
          assertThat(pixel).as(what).isFinite();
        }
      }
      default -> {}
    }
  }

  private static void useLayer(Layer layer, String what) {
    TensorType input =
        LayerExamples.all().stream()
            .filter(example -> example.layer().getClass() == layer.getClass())
            .map(LayerExample::input)
            .findFirst()
            .orElse(TensorType.f32(5, 4));
    oneLine(
        () -> {
          Model model = new Model(input, new Sequential(layer, new Flatten(), new Dense(3)), 5);
          TrainingStep step =
              new TrainingStep(
                  Engines.standard(), model, new SquaredError(), new Sgd(RATE), BATCH, 7);
          Tensor inputs = drawn(new TensorType(input.dtype(), input.shape().insert(0, BATCH)));
          Batch batch = new Batch(inputs, drawn(TensorType.f32(BATCH, 3)), BATCH);
          assertThat(step.run(batch, RATE, 1)).as(what).isFinite();
          return step;
        },
        what);
  }

  private static Tensor drawn(TensorType type) {
    Tensor tensor = Tensor.zeros(type);
    CounterRandom random = CounterRandom.of(3, 1, 0);
    for (int i = 0; i < type.shape().elements(); i++) {
      tensor.setDouble(i, type.dtype() == DType.F32 ? random.normal(i) : i % 3);
    }
    return tensor;
  }

  private static boolean isNumeric(Type type) {
    return ofDouble(type, 0).isPresent() || ofInt(type, 0).isPresent();
  }

  private static Optional<Object> ofDouble(Type type, double value) {
    if (type == double.class) {
      return Optional.of(value);
    }
    return isListOf(type, Double.class) ? Optional.of(List.of(value)) : Optional.empty();
  }

  private static Optional<Object> ofInt(Type type, int value) {
    if (type == int.class) {
      return Optional.of(value);
    } else if (type == long.class) {
      return Optional.of((long) value);
    } else if (type == Pair.class) {
      return Optional.of(Pair.of(value));
    } else if (type == Triple.class) {
      return Optional.of(Triple.of(value));
    } else if (type == Padding.class) {
      return Optional.of(Padding.of(value));
    }
    return isListOf(type, Integer.class) ? Optional.of(List.of(value)) : Optional.empty();
  }

  private static boolean isListOf(Type type, Class<?> element) {
    return type instanceof ParameterizedType list
        && list.getRawType() == List.class
        && list.getActualTypeArguments()[0] == element;
  }
}
