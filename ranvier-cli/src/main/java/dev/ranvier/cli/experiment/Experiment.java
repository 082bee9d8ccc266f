package dev.ranvier.cli.experiment;

import dev.ranvier.catalog.Catalog;
import dev.ranvier.catalog.Fields;
import dev.ranvier.catalog.NearestMatch;
import dev.ranvier.catalog.Place;
import dev.ranvier.nn.Layer;
import dev.ranvier.nn.Loss;
import dev.ranvier.nn.Sequential;
import dev.ranvier.nn.SoftmaxCrossEntropy;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * All that decides the outcome of a training run.
 *
 * @param data where examples come from
 * @param layer what the model computes
 * @param loss what training makes small
 * @param train how long and by what rule
 * @param seed chooses first values, order, augmentation and dropout
 * @param threads how many threads compute; empty for as many as there are cores
 */
public record Experiment(
    DataSettings data,
    Layer layer,
    Loss loss,
    TrainSettings train,
    long seed,
    OptionalInt threads) {
  private static final List<String> PRECISIONS = List.of("fp32", "bf16", "auto");

  /**
   * The experiment that a tree describes.
   *
   * @throws IllegalArgumentException naming the place of a mistake, what is allowed there, and the
   *     nearest match
   */
  public static Experiment of(Object tree) {
    Fields fields =
        Fields.of(tree, Place.of("experiment"))
            .allowing("data", "model", "loss", "train", "precision", "seed", "threads");
    fields.text("precision").ifPresent(text -> requirePrecision(text, fields.place()));
    Loss loss =
        fields
            .get("loss")
            .map(each -> Catalog.standard().read(Loss.class, each, fields.place().key("loss")))
            .orElseGet(SoftmaxCrossEntropy::new);
    fields.need("data");
    fields.need("model");
    return new Experiment(
        DataSettings.of(fields.fields("data")),
        layer(fields.fields("model")),
        loss,
        TrainSettings.of(fields.fields("train")),
        fields.whole("seed").orElse(0L),
        fields.count("threads", 1).map(OptionalInt::of).orElse(OptionalInt.empty()));
  }

  private static Layer layer(Fields model) {
    model.allowing("layers");
    model.need("layers");
    List<Layer> layers = new ArrayList<>();
    for (Object tree : model.list("layers")) {
      layers.add(
          Catalog.standard()
              .read(Layer.class, tree, model.place().key("layers").index(layers.size())));
    }
    if (layers.isEmpty()) {
      throw model.place().key("layers").error("expected at least one layer, got none");
    }
    return new Sequential(layers);
  }

  /** Until there are kernels for bf16, {@code auto} is fp32 too. */
  private static void requirePrecision(String text, Place place) {
    Place here = place.key("precision");
    if (!PRECISIONS.contains(text)) {
      throw here.error(
          "expected one of "
              + String.join(", ", PRECISIONS)
              + ", got '"
              + text
              + "'"
              + NearestMatch.hint(text, PRECISIONS));
    }
    if (text.equals("bf16")) {
      throw here.error("bf16 is not available in this version; use fp32 or auto");
    }
  }
}
