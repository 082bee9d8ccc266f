package dev.ranvier.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.ranvier.data.ImageDataset;
import dev.ranvier.data.MinMax;
import dev.ranvier.data.Normalization;
import dev.ranvier.data.Standardize;
import dev.ranvier.graph.Node;
import dev.ranvier.nn.Context;
import dev.ranvier.nn.Layer;
import dev.ranvier.nn.activation.Relu;
import dev.ranvier.nn.attention.PositionalEncoding;
import dev.ranvier.nn.constraint.MaxNorm;
import dev.ranvier.nn.conv.AveragePool2d;
import dev.ranvier.nn.conv.Conv2d;
import dev.ranvier.nn.conv.Conv3d;
import dev.ranvier.nn.conv.Crop2d;
import dev.ranvier.nn.conv.FixedConv2d;
import dev.ranvier.nn.conv.FixedKernel;
import dev.ranvier.nn.conv.MaxPool2d;
import dev.ranvier.nn.conv.PaddingRule;
import dev.ranvier.nn.initializer.Constant;
import dev.ranvier.nn.initializer.HeNormal;
import dev.ranvier.nn.layer.Concatenate;
import dev.ranvier.nn.layer.Dense;
import dev.ranvier.nn.layer.Dropout;
import dev.ranvier.nn.layer.Reshape;
import dev.ranvier.nn.layer.ResidualConcatenate;
import dev.ranvier.nn.layer.Sequential;
import dev.ranvier.nn.recurrent.Bidirectional;
import dev.ranvier.nn.recurrent.Gru;
import dev.ranvier.nn.recurrent.Lstm;
import dev.ranvier.nn.recurrent.Masked;
import dev.ranvier.nn.regularizer.L1;
import dev.ranvier.nn.regularizer.L1L2;
import dev.ranvier.nn.regularizer.L2;
import dev.ranvier.op.Padding;
import dev.ranvier.op.Pair;
import dev.ranvier.op.Triple;
import dev.ranvier.optim.Adam;
import dev.ranvier.optim.ClipGlobalNorm;
import dev.ranvier.optim.ExponentialMovingAverage;
import dev.ranvier.optim.Frozen;
import dev.ranvier.optim.MultiStep;
import dev.ranvier.optim.Optimizer;
import dev.ranvier.optim.Schedule;
import dev.ranvier.optim.ScheduleClock;
import dev.ranvier.optim.Sgd;
import dev.ranvier.optim.WarmUp;
import dev.ranvier.optim.Where;
import dev.ranvier.tensor.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

final class CatalogTest {
  private static final Catalog CATALOG = Catalog.standard();
  private static final Place LAYER = new Place("experiment", "model.layers[2]");

  static Stream<Entry> entries() {
    return Arrays.stream(Kind.values()).flatMap(kind -> CATALOG.entries(kind).stream());
  }

  @ParameterizedTest
  @MethodSource("entries")
  void everyEntryIsReadBackFromItsDescription(Entry entry) {
    for (int variant = 0; variant < 2; variant++) {
      Object instance = new Listing(CATALOG).sample(entry, variant);
      String text = Json.line(CATALOG.describe(instance));
      Object read = CATALOG.read(entry.type(), Json.read(text, Place.of("test")), LAYER);
      assertThat(read).as(text).isEqualTo(instance);
    }
  }

  @ParameterizedTest
  @MethodSource("entries")
  void everyOptionalSettingCanBeWrittenWithItsDefault(Entry entry) {
    Object instance = new Listing(CATALOG).sample(entry, 0);
    for (Setting setting : entry.settings()) {
      if (!setting.required()) {
        assertThat(setting.changed(instance, setting.of(instance))).isEqualTo(instance);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("entries")
  void everyEntryIsListedInWordsThatJsonHolds(Entry entry) {
    Map<String, Object> listing = CATALOG.listing(entry);
    assertThat(listing).containsEntry("name", entry.name()).containsKey("parameters");
    assertThat(Json.line(Json.read(Json.pretty(listing), Place.of("test"))))
        .isEqualTo(Json.line(listing));
  }

  @Test
  void noNameStandsForTwoRecordsOfARole() {
    for (Entry entry : entries().toList()) {
      // An activation stands wherever a layer may, so it is compared with all layers.
      Class<?> role =
          Layer.class.isAssignableFrom(entry.type())
              ? Layer.class
              : entry.kind().flatMap(Kind::role).orElseThrow();
      Stream.concat(Stream.of(entry.name()), entry.aliases().stream())
          .forEach(
              name ->
                  assertThat(
                          entries()
                              .filter(other -> role.isAssignableFrom(other.type()))
                              .filter(other -> other.answersTo(name)))
                      .as(name)
                      .hasSize(1));
    }
  }

  @Test
  void listsParametersInTheirOrderWithDefaults() {
    Entry pooling =
        CATALOG.entries(Kind.LAYERS).stream()
            .filter(entry -> entry.name().equals("max-pool2d"))
            .findFirst()
            .orElseThrow();
    String listing =
        """
        {"name":"max-pool2d","aliases":["maxpool"],"class":"dev.ranvier.nn.conv.MaxPool2d","parameters":[
        {"name":"window","type":"whole number or [rows, columns]","required":true},
        {"name":"stride","type":"whole number or [rows, columns]","required":false,"default":"window"},
        {"name":"padding","type":"same, valid, reflect, whole number or [top, left, bottom, right]","required":false,"default":"valid"},
        {"name":"ceil","type":"true or false","required":false,"default":false}]}
        """;
    assertThat(CATALOG.listing(pooling)).isEqualTo(Json.read(listing, Place.of("test")));
  }

  @Test
  void readsLayersInAllWaysOfWriting() {
    assertThat(layer("'relu'")).isEqualTo(new Relu());
    assertThat(layer("{'relu':{}}")).isEqualTo(new Relu());
    assertThat(layer("{'relu':null}")).isEqualTo(new Relu());
    assertThat(layer("{'maxpool':2}")).isEqualTo(new MaxPool2d(2));
    assertThat(layer("{'avgpool':[2,3]}")).isEqualTo(new AveragePool2d(new Pair(2, 3)));
    assertThat(layer("{'dropout':0.5}")).isEqualTo(new Dropout(0.5));
    assertThat(layer("{'conv':{'filters':32,'kernel':5,'padding':'same'}}"))
        .isEqualTo(new Conv2d(32, 5).withPadding(PaddingRule.SAME));
    assertThat(layer("{'conv2d':{'filters':8,'kernel':[3,5],'padding':2,'stride':[1,2]}}"))
        .isEqualTo(
            new Conv2d(8, new Pair(3, 5))
                .withPadding(PaddingRule.of(2))
                .withStride(new Pair(1, 2)));
    assertThat(layer("{'dense':{'units':10,'weights':'he-normal','biases':{'constant':0.1}}}"))
        .isEqualTo(new Dense(10).withWeights(new HeNormal()).withBiases(new Constant(0.1)));
    assertThat(layer("{'dense':{'units':10,'name':'head'}}"))
        .isEqualTo(new Dense(10).named("head"));
    assertThat(layer("{'sequential':['relu',{'dense':1}]}"))
        .isEqualTo(new Sequential(new Relu(), new Dense(1)));
  }

  @Test
  void readsVolumesSidesChoicesListsAndInnerLayers() {
    assertThat(layer("{'conv3d':{'filters':2,'kernel':[2,3,3],'stride':2,'padding':'reflect'}}"))
        .isEqualTo(
            new Conv3d(2, new Triple(2, 3, 3))
                .withStride(Triple.of(2))
                .withPadding(PaddingRule.REFLECT));
    assertThat(layer("{'crop2d':[1,0,2,0]}")).isEqualTo(new Crop2d(new Padding(1, 0, 2, 0)));
    assertThat(layer("{'fixed-conv2d':'sobel-vertical'}"))
        .isEqualTo(new FixedConv2d(FixedKernel.SOBEL_VERTICAL));
    assertThat(layer("{'reshape':[4,-1]}")).isEqualTo(new Reshape(List.of(4, -1)));
    assertThat(layer("{'merge':['relu',{'sequential':[]}]}"))
        .isEqualTo(new Concatenate(new Relu(), new Sequential()));
    assertThat(layer("{'masked':['positional-encoding',{'gru':3}]}"))
        .isEqualTo(new Masked(new PositionalEncoding(), new Gru(3)));
    Layer block = new ResidualConcatenate(new Dense(3));
    assertThat(layer("{'residual-concatenate':{'body':{'dense':3}}}")).isEqualTo(block);
    assertThat(layer("{'bidirectional':{'layer':{'lstm':{'units':4,'return-sequences':true}}}}"))
        .isEqualTo(new Bidirectional(new Lstm(4).withReturnSequences(true)));
    assertThat(layer(Json.line(CATALOG.describe(block.named("block"))).replace('"', '\'')))
        .isEqualTo(block.named("block"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'conv3d':{'filters':1,'kernel':[1,2]}} | .conv3d.kernel: expected one whole number or"
            + " [depth, rows, columns], got a list of 2",
        "{'crop2d':[1,2]} | .crop2d: expected one whole number or [top, left, bottom, right], got a"
            + " list of 2",
        "{'fixed-conv2d':'sobel'} | .fixed-conv2d: expected one of gaussian-blur, box-blur, sharpen,"
            + " sobel-horizontal, sobel-vertical, edges, got 'sobel'",
      })
  void mistakesInVolumesSidesAndChoicesAreNamed(String tree, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> layer(tree))
        .withMessageStartingWith("experiment: model.layers[2]" + message);
  }

  @Test
  void readsRegularizersAndConstraintsOfLayers() {
    assertThat(layer("{'dense':{'units':10,'regularizer':{'l2':0.001}}}"))
        .isEqualTo(new Dense(10).regularized(new L2(0.001)));
    assertThat(
            layer(
                "{'conv':{'filters':4,'kernel':3,'name':'first','regularizer':{'l1-l2':{'l1':0.1,"
                    + "'l2':0.2}},'constraint':{'max-norm':2}}}"))
        .isEqualTo(
            new Conv2d(4, 3)
                .regularized(new L1L2(0.1, 0.2))
                .constrained(new MaxNorm(2))
                .named("first"));
  }

  @Test
  void aLayerOfTwoRegularizersCannotBeWrittenDown() {
    Layer twice = new Dense(3).regularized(new L2(0.01)).regularized(new L1(0.5));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CATALOG.describe(twice))
        .withMessage(
            "catalog: a layer has the regularizers {l2=0.01} and {l1=0.5}, of which only one can be"
                + " written down; join them in one");
  }

  @Test
  void readsOptimizersWithTheUsualShortKey() {
    assertThat(optimizer("'adam'")).isEqualTo(new Adam());
    assertThat(optimizer("{'adam':{'lr':'1e-2','beta1':0.8}}"))
        .isEqualTo(new Adam().withLearningRate(0.01).withBeta1(0.8));
    assertThat(optimizer("{'sgd':0.1}")).isEqualTo(new Sgd(0.1));
    assertThat(optimizer("{'sgd':{'lr':0.1,'momentum':0.9}}")).isEqualTo(new Sgd(0.1, 0.9));
  }

  @Test
  void readsOptimizersAroundOptimizersAndSchedulesAroundSchedules() {
    assertThat(optimizer("{'clip-global-norm':{'norm':1,'optimizer':{'adam':{}}}}"))
        .isEqualTo(new ClipGlobalNorm(1, new Adam()));
    assertThat(
            optimizer(
                "{'ema':{'decay':0.99,'optimizer':{'where':{'parameters':'*/biases','optimizer':"
                    + "'frozen','otherwise':{'sgd':0.1}}}}}"))
        .isEqualTo(
            new ExponentialMovingAverage(
                0.99, new Where(List.of("*/biases"), new Frozen(), new Sgd(0.1))));
    assertThat(
            CATALOG.read(
                Schedule.class,
                Map.of(
                    "warmup",
                    Map.of(
                        "length",
                        2,
                        "per",
                        "epoch",
                        "schedule",
                        Map.of("multi-step", List.of(5, 8)))),
                LAYER))
        .isEqualTo(new WarmUp(2, new MultiStep(List.of(5, 8))).withPer(ScheduleClock.EPOCH));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> optimizer("{'clip-norm':{'norm':1,'optimizer':'adma'}}"))
        .withMessageContaining("clip-norm.optimizer: unknown optimizer 'adma'")
        .withMessageEndingWith("did you mean 'adam'?");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> optimizer("{'accumulate':{'batches':0,'optimizer':'adam'}}"))
        .withMessage("experiment: accumulate: batches must be at least 1, got 0");
  }

  @Test
  void describesWhatIsAroundLayersAndPaddingOnEverySide() {
    for (Layer layer :
        List.of(
            new Relu().named("kink"),
            new Dropout(0.5).named("drop"),
            new Dense(3).named("head"),
            new Sequential(new Relu()).named("block"),
            new Dense(3).regularized(new L2(0.01)),
            new Sequential(new Dense(3), new Relu())
                .regularized(new L1L2(0.1, 0.2))
                .constrained(new MaxNorm(2))
                .named("head"),
            new Conv2d(1, 3).withPadding(new PaddingRule.Explicit(new Padding(1, 2, 3, 4))))) {
      assertThat(CATALOG.read(Layer.class, CATALOG.describe(layer), LAYER)).isEqualTo(layer);
    }
  }

  @Test
  void aNormalizerWithoutSettingsIsFittedOnTheTrainingExamples() {
    ImageDataset examples =
        new ImageDataset(
            Shape.of(1, 2, 1), new byte[] {0, (byte) 255}, new int[] {0}, List.of("only"));
    Normalization fitted = CATALOG.readNormalizer("standardize", LAYER).apply(examples);
    assertThat(fitted).isEqualTo(new Standardize(List.of(0.5), List.of(0.5)));
    assertThat(CATALOG.read(Normalization.class, CATALOG.describe(fitted), LAYER))
        .isEqualTo(fitted);
    assertThat(
            CATALOG
                .readNormalizer(
                    Map.of("min-max", Map.of("minimum", 0, "maximum", List.of(2))), LAYER)
                .apply(examples))
        .isEqualTo(new MinMax(List.of(0.0), List.of(2.0)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'conv':{'filter':32,'kernel':5}} | .conv: unknown key 'filter'; allowed are filters, kernel,"
            + " stride, padding, dilation, groups, bias, weights, biases, name, regularizer, constraint;"
            + " did you mean 'filters'?",
        "{'conv':{'filters':32}} | .conv: needs the key 'kernel', got only filters",
        "{'conv':{}} | .conv: needs the key 'filters'",
        "'conv' | .conv: needs the key 'filters'",
        "{'conv':5} | .conv: takes its settings by name (filters, kernel, stride, padding, dilation,"
            + " groups, bias, weights, biases), got 5",
        "'dence' | : unknown layer 'dence'; known are <layers>; did you mean 'dense'?",
        "{'relu':{'slope':0.1}} | .relu: unknown key 'slope'; allowed are name, regularizer, constraint",
        "{'dense':{'units':'ten'}} | .dense.units: expected a whole number, got 'ten'",
        "{'dense':1.5} | .dense: expected a whole number, got 1.5",
        "{'dense':{'units':0}} | .dense: units must be at least 1, got 0",
        "{'dense':{'units':99999999999}} | .dense.units: must be at most 2147483647, got 99999999999",
        "{'dense':{'units':1,'bias':'no'}} | .dense.bias: expected true or false, got 'no'",
        "{'dense':{'units':1,'weights':'he-norm'}} | .dense.weights: unknown initializer 'he-norm';"
            + " known are <initializers>; did you mean 'he-normal'?",
        "{'dense':{'units':1,'name':'a/b'}} | .dense.name: layer name 'a/b': expected a non-empty"
            + " name without '/'",
        "{'dense':{'units':1,'regularizer':{'l3':1}}} | .dense.regularizer: unknown regularizer 'l3';"
            + " known are group-lasso, l1, l1-l2, l2; did you mean 'l1'?",
        "{'dense':{'units':1,'regularizer':{'l2':-1}}} | .dense.regularizer.l2: rate must be at least"
            + " 0, got -1.0",
        "{'dropout':2} | .dropout: rate must be at least 0 and below 1, got 2.0",
        "{'conv':{'filters':1,'kernel':[1,2,3]}} | .conv.kernel: expected one whole number or [rows,"
            + " columns], got a list of 3",
        "{'conv':{'filters':1,'kernel':1,'padding':'some'}} | .conv.padding: expected same, valid,"
            + " reflect or a number of cells, got 'some'; did you mean 'same'?",
        "{'sequential':['relu','rely']} | .sequential[1]: unknown layer 'rely'; known are"
            + " <layers>; did you mean 'relu'?",
        "{'dense':1,'name':'head'} | : expected the name of one layer, alone or with its settings under"
            + " it, got the keys [dense, name] side by side",
        "7 | : expected the name of one layer, alone or with its settings under it, got 7",
      })
  void mistakesNameTheirPlaceWhatIsAllowedAndTheNearestMatch(String tree, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> layer(tree))
        .withMessage(
            "experiment: model.layers[2]"
                + message
                    .replace("<layers>", names(Kind.LAYERS, Kind.ACTIVATIONS))
                    .replace("<initializers>", names(Kind.INITIALIZERS)));
  }

  private static String names(Kind... kinds) {
    return Arrays.stream(kinds)
        .flatMap(kind -> CATALOG.entries(kind).stream())
        .map(Entry::name)
        .sorted()
        .collect(Collectors.joining(", "));
  }

  @Test
  void aKeyAndItsAliasTogetherAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> optimizer("{'adam':{'lr':1,'learning-rate':1}}"))
        .withMessage("experiment: adam: 'lr' and 'learning-rate' are the same; give one");
  }

  @Test
  void usersCanAddRecordsOfTheirOwn() {
    Catalog more = CATALOG.with(new Entry(Twice.class));
    assertThat(more.read(Layer.class, "twice", LAYER)).isEqualTo(new Twice());
    assertThat(more.describe(new Twice())).isEqualTo("twice");
    assertThat(more.entries(Kind.LAYERS)).contains(new Entry(Twice.class));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CATALOG.describe(new Twice()))
        .withMessage(
            "catalog: dev.ranvier.catalog.CatalogTest$Twice is not in the catalogue, so it cannot be"
                + " written down; add it with Catalog.with");
  }

  /** A layer that does not come with Ranvier. */
  public record Twice() implements Layer {
    @Override
    public Node apply(Node x, Context context) {
      return dev.ranvier.op.Ops.multiply(x, 2);
    }
  }

  private static Layer layer(String tree) {
    return CATALOG.read(Layer.class, Json.read(tree.replace('\'', '"'), Place.of("test")), LAYER);
  }

  private static Optimizer optimizer(String tree) {
    return CATALOG.read(
        Optimizer.class,
        Json.read(tree.replace('\'', '"'), Place.of("test")),
        Place.of("experiment"));
  }
}
