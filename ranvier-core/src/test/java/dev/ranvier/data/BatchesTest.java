package dev.ranvier.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ranvier.data.augment.ElasticDistortion;
import dev.ranvier.data.augment.Flip;
import dev.ranvier.data.augment.Rotate;
import dev.ranvier.data.augment.Shift;
import dev.ranvier.tensor.Shape;
import dev.ranvier.tensor.TensorType;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class BatchesTest {
  private static final Batching TRAINING =
      new Batching(4)
          .withShuffle(11)
          .withAugmentations(new Shift(1), new ElasticDistortion(1, 2))
          .withNormalizer(new Standardize(List.of(0.5), List.of(0.25)));

  /** What a batch holds, apart from its memory, which is reused. */
  private record Content(Shape shape, List<Float> inputs, List<Double> targets, int size) {
    static Content of(Batch batch) {
      List<Float> inputs = new ArrayList<>();
      for (float value : batch.inputs().toFloats()) {
        inputs.add(value);
      }
      List<Double> targets =
          IntStream.range(0, (int) batch.targets().shape().elements())
              .mapToObj(batch.targets()::getDouble)
              .toList();
      return new Content(batch.inputs().shape(), inputs, targets, batch.size());
    }
  }

  private static List<Content> read(Batches batches, int count) {
    try (batches) {
      return IntStream.range(0, count).mapToObj(i -> Content.of(batches.next())).toList();
    }
  }

  @Property(tries = 200)
  void giveEachExampleOnceAnEpoch(
      @ForAll @IntRange(min = 1, max = 60) int examples,
      @ForAll @IntRange(min = 1, max = 70) int size,
      @ForAll boolean shuffle,
      @ForAll long seed) {
    Batching batching = shuffle ? new Batching(size).withShuffle(seed) : new Batching(size);
    List<Float> expected = IntStream.range(0, examples).mapToObj(Float::valueOf).toList();
    try (Batches batches = Batches.direct(MadeUpExamples.numbered(examples), batching)) {
      for (int epoch = 0; epoch < 2; epoch++) {
        List<Float> seen = new ArrayList<>();
        for (int step = 0; step < batches.steps(); step++) {
          assertThat(batches.epoch()).isEqualTo(epoch);
          assertThat(batches.step()).isEqualTo(step);
          Batch batch = batches.next();
          for (int row = 0; row < batch.size(); row++) {
            float value = batch.inputs().toFloats()[2 * row];
            assertThat(batch.targets().getDouble(row)).isEqualTo(10 * value);
            seen.add(value);
          }
        }
        if (shuffle) {
          Collections.sort(seen);
        }
        assertThat(seen).isEqualTo(expected);
      }
    }
  }

  @Property(tries = 50)
  void dropTheRestOnlyWhenAsked(
      @ForAll @IntRange(min = 5, max = 40) int examples,
      @ForAll @IntRange(min = 1, max = 5) int size) {
    Batching batching = new Batching(size).withShuffle(2).withDropLast(true);
    List<Content> epoch =
        read(Batches.direct(MadeUpExamples.numbered(examples), batching), examples / size);
    assertThat(epoch).allMatch(content -> content.size() == size);
    assertThat(epoch.stream().flatMap(content -> content.targets().stream()).distinct())
        .hasSize(examples / size * size);
  }

  @Test
  void haveTheTypesOfTheExamplesWithTheBatchInFront() {
    try (Batches batches = Batches.prefetched(MadeUpExamples.images(10), new Batching(4))) {
      assertThat(batches.steps()).isEqualTo(3);
      Batch first = batches.next();
      assertThat(first.inputs().type()).isEqualTo(TensorType.f32(4, 6, 5, 1));
      assertThat(first.targets().type()).isEqualTo(TensorType.i32(4));
      assertThat(first.targets().getDouble(2)).isEqualTo(2);
      batches.next();
      Batch last = batches.next();
      assertThat(last.size()).isEqualTo(2);
      assertThat(last.inputs().type()).isEqualTo(TensorType.f32(2, 6, 5, 1));
      assertThat(last.targets().type()).isEqualTo(TensorType.i32(2));
      assertThat(batches.next().size()).isEqualTo(4);
    }
  }

  @Test
  void areTheSamePrefetchedOrNot() {
    Dataset images = MadeUpExamples.images(30);
    List<Content> direct = read(Batches.direct(images, TRAINING), 40);
    List<Content> prefetched = read(Batches.prefetched(images, TRAINING), 40);
    assertThat(prefetched).isEqualTo(direct);
  }

  @Test
  void goOnFromAnyPlaceAsIfReadFromTheStart() {
    Dataset images = MadeUpExamples.images(30); // 8 steps an epoch
    List<Content> whole = read(Batches.direct(images, TRAINING), 24);
    assertThat(read(Batches.prefetched(images, TRAINING, 1, 5), 6))
        .isEqualTo(whole.subList(13, 19));
    assertThat(read(Batches.direct(images, TRAINING, 2, 0), 8)).isEqualTo(whole.subList(16, 24));
  }

  @Test
  void haveAnotherOrderInEveryEpochAndForEverySeed() {
    Dataset numbers = MadeUpExamples.numbered(50);
    Batching batching = new Batching(50).withShuffle(1);
    List<Content> epochs = read(Batches.direct(numbers, batching), 2);
    assertThat(epochs.get(0)).isNotEqualTo(epochs.get(1));
    assertThat(read(Batches.direct(numbers, batching.withShuffle(2)), 1).get(0))
        .isNotEqualTo(epochs.get(0));
  }

  @Test
  void changeAnExampleDifferentlyInEveryEpoch() {
    Dataset one = MadeUpExamples.images(1);
    List<Content> epochs =
        read(Batches.direct(one, new Batching(1).withAugmentations(new Rotate(20))), 2);
    assertThat(epochs.get(0)).isNotEqualTo(epochs.get(1));
  }

  @Test
  void augmentBeforeNormalizing() {
    ImageDataset white =
        new ImageDataset(
            Shape.of(3, 3, 1),
            new byte[] {-1, -1, -1, -1, -1, -1, -1, -1, -1},
            new int[1],
            List.of("white"));
    Batching batching =
        new Batching(1)
            .withAugmentations(new Shift(1))
            .withNormalizer(new Standardize(List.of(0.5), List.of(0.5)));
    // Black moves in as -1, what black is after normalization, not as 0.
    assertThat(read(Batches.direct(white, batching), 20))
        .allMatch(content -> List.of(-1f, 1f).containsAll(content.inputs()))
        .anyMatch(content -> content.inputs().contains(-1f));
  }

  @Test
  void reuseTheirMemory() {
    try (Batches batches = Batches.prefetched(MadeUpExamples.numbered(100), new Batching(10))) {
      List<Long> addresses =
          IntStream.range(0, 30)
              .mapToObj(i -> batches.next().inputs().memory().address())
              .distinct()
              .toList();
      assertThat(addresses.size()).isBetween(2, 3);
    }
  }

  @Test
  void holdABatchUntilTheNextIsAskedFor() throws InterruptedException {
    try (Batches batches = Batches.prefetched(MadeUpExamples.numbered(100), new Batching(10))) {
      for (int step = 0; step < 5; step++) {
        Batch batch = batches.next();
        Thread.sleep(5); // the filling thread has filled all it may
        assertThat(batch.targets().getDouble(0)).isEqualTo(100.0 * step);
      }
    }
  }

  @Test
  void raiseWhatWentWrongInTheFillingThread() {
    Dataset broken = new Broken(MadeUpExamples.numbered(20), 13);
    try (Batches batches = Batches.prefetched(broken, new Batching(5))) {
      batches.next();
      batches.next();
      for (int again = 0; again < 2; again++) {
        assertThatThrownBy(batches::next)
            .isInstanceOf(DataException.class)
            .hasMessage("example 13 is unreadable");
      }
    }
  }

  /** A set with one example that cannot be read. */
  private record Broken(Dataset source, int place) implements Dataset {
    @Override
    public int size() {
      return source.size();
    }

    @Override
    public TensorType inputType() {
      return source.inputType();
    }

    @Override
    public TensorType targetType() {
      return source.targetType();
    }

    @Override
    public List<String> classNames() {
      return source.classNames();
    }

    @Override
    public void copyInput(int index, float[] destination, int offset) {
      if (index == place) {
        throw new DataException("example " + place + " is unreadable");
      }
      source.copyInput(index, destination, offset);
    }

    @Override
    public void copyTarget(int index, float[] destination, int offset) {
      source.copyTarget(index, destination, offset);
    }
  }

  @Test
  void endTheirThreadWhenClosed() {
    PrefetchedBatches batches =
        PrefetchedBatches.open(MadeUpExamples.numbered(20), new Batching(5), 0, 0);
    batches.next();
    batches.close();
    batches.close();
    assertThat(batches.thread().isDaemon()).isTrue();
    assertThat(batches.thread().isAlive()).isFalse();
    assertThatThrownBy(batches::next)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("batches: closed, no further batch");
  }

  @Test
  void endTheirThreadWhenForgotten() throws InterruptedException {
    Forgotten forgotten = forget();
    for (int i = 0; i < 200 && forgotten.thread().isAlive(); i++) {
      System.gc();
      forgotten.thread().join(10);
    }
    assertThat(forgotten.batches().get()).isNull();
    assertThat(forgotten.thread().isAlive()).isFalse();
  }

  private record Forgotten(WeakReference<Batches> batches, Thread thread) {}

  @SuppressWarnings("resource") // leaving it open is the point
  private static Forgotten forget() {
    PrefetchedBatches batches =
        PrefetchedBatches.open(MadeUpExamples.numbered(20), new Batching(5), 0, 0);
    batches.next();
    return new Forgotten(new WeakReference<>(batches), batches.thread());
  }

  @Test
  void sayWhenTheWaitWasInterrupted() {
    try (Batches batches = Batches.prefetched(MadeUpExamples.numbered(20), new Batching(5))) {
      Thread.currentThread().interrupt();
      assertThatThrownBy(batches::next)
          .hasMessage("batches: interrupted while waiting for the next batch");
      assertThat(Thread.interrupted()).isTrue();
      assertThat(batches.next().targets().getDouble(0)).isZero();
    }
  }

  @Test
  void refuseSettingsWithoutSense() {
    Dataset numbers = MadeUpExamples.numbered(20);
    assertThatThrownBy(() -> new Batching(0))
        .hasMessage("batches: the batch size must be at least 1, got 0");
    assertThatThrownBy(() -> Batches.direct(numbers, new Batching(21).withDropLast(true)))
        .hasMessage(
            "batches: 20 examples do not fill a batch of 21 and the last batch is dropped;"
                + " use a smaller batch or keep the last one");
    assertThatThrownBy(() -> Batches.direct(numbers, new Batching(5), 0, 4))
        .hasMessage(
            "batches: needs an epoch from 0 and a step from 0 to 3, got epoch 0 and step 4;"
                + " were the data or the batch size changed?");
    assertThatThrownBy(
            () -> Batches.prefetched(numbers, new Batching(5).withAugmentations(new Flip())))
        .hasMessage(
            "augmentation: needs images [height,width,channels], got inputs [2];"
                + " leave it out for this data");
  }
}
