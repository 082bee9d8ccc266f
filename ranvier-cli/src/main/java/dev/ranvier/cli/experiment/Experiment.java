package dev.ranvier.cli.experiment;

import dev.ranvier.catalog.Catalog;
import dev.ranvier.catalog.Fields;
import dev.ranvier.catalog.Place;
import dev.ranvier.data.Augmentation;
import dev.ranvier.data.Batching;
import dev.ranvier.data.Normalization;
import dev.ranvier.nn.Layer;
import dev.ranvier.nn.Loss;
import dev.ranvier.nn.layer.Sequential;
import dev.ranvier.nn.loss.SoftmaxCrossEntropy;
import java.util.ArrayList;
import java.util.List;

/**
 * All that decides the outcome of a training run.
 *
 * @param data where examples come from
 * @param layer what the model computes
 * @param loss what training makes small
 * @param train how long and by what rule
 * @param seed chooses first values, order, augmentation and dropout
 * @param engine how it is computed
 */
public record Experiment(
    DataSettings data,
    Layer layer,
    Loss loss,
    TrainSettings train,
    long seed,
    EngineSettings engine) {
  /**
   * The experiment that a tree describes.
   *
   * @throws IllegalArgumentException naming the place of a mistake, what is allowed there, and the
   *     nearest match
   */
  public static Experiment of(Object tree) {
    Fields fields =
        Fields.of(tree, Place.of("experiment"))
            .allowing(
                "data", "model", "loss", "train", "precision", "seed", "threads", "recompute");
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
        EngineSettings.of(fields));
  }

  /** How its training examples are cut into batches. */
  public Batching batching(Normalization normalizer) {
    return new Batching(train.batch())
        .withShuffle(seed)
        .withAugmentations(data.augmentations().toArray(Augmentation[]::new))
        .withNormalizer(normalizer);
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
}
