package dev.ranvier.catalog;

import dev.ranvier.data.Normalizer;
import dev.ranvier.data.TableSchema;
import dev.ranvier.data.TargetColumn;
import dev.ranvier.graph.Variable;
import dev.ranvier.nn.Layer;
import dev.ranvier.nn.Loss;
import dev.ranvier.nn.Model;
import dev.ranvier.tensor.AtomicFile;
import dev.ranvier.tensor.DType;
import dev.ranvier.tensor.Safetensors;
import dev.ranvier.tensor.Shape;
import dev.ranvier.tensor.Tensor;
import dev.ranvier.tensor.TensorType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Trained models as folders of two files: {@code model.safetensors} with all values, by name, and
 * {@code model.json} with the architecture, the loss, the normalizer, the class names and the
 * columns of a table.
 *
 * <p>Each file is written at once as a whole, the values first: where {@code model.json} is, there
 * is a model.
 */
public final class ModelFile {
  /** The file with the architecture. */
  public static final String DESCRIPTION = "model.json";

  /** The file with the values. */
  public static final String VALUES = "model.safetensors";

  private static final String FORMAT = "ranvier-model";
  private static final int VERSION = 1;

  private ModelFile() {}

  /** Writes a model of records that come with Ranvier; the folder is made if it is not there. */
  public static void save(Path folder, TrainedModel trained) {
    save(folder, trained, Catalog.standard());
  }

  /**
   * Writes a model.
   *
   * @param folder where its two files go; made if it is not there
   * @param catalog knows every layer in it
   * @throws IllegalArgumentException when a record in it is not in the catalogue
   * @throws UncheckedIOException when a file cannot be written
   */
  public static void save(Path folder, TrainedModel trained, Catalog catalog) {
    String description = Json.pretty(describe(trained, catalog));
    Map<String, Tensor> values = new LinkedHashMap<>();
    for (Variable variable : trained.model().variables()) {
      values.put(variable.name(), variable.value());
    }
    try {
      Files.createDirectories(folder);
      new Safetensors(values, Map.of("format", FORMAT)).write(folder.resolve(VALUES));
      AtomicFile.write(folder.resolve(DESCRIPTION), description);
    } catch (IOException e) {
      throw new UncheckedIOException("model: cannot write '" + folder + "' (" + e + ")", e);
    }
  }

  /** Reads a model of records that come with Ranvier. */
  public static TrainedModel load(Path folder) {
    return load(folder, Catalog.standard());
  }

  /**
   * Reads a model.
   *
   * @param folder where its two files are
   * @param catalog knows every layer in it
   * @throws IllegalArgumentException when a file is missing, damaged or does not fit the other
   */
  public static TrainedModel load(Path folder, Catalog catalog) {
    Path file = folder.resolve(DESCRIPTION);
    if (!Files.isRegularFile(file)) {
      throw new IllegalArgumentException(
          "model: '"
              + folder
              + "' holds no "
              + DESCRIPTION
              + "; name a folder that a training run or ModelFile.save has written");
    }
    try {
      TrainedModel trained = describe(Files.readString(file), file, catalog);
      fill(trained.model(), Safetensors.read(folder.resolve(VALUES)), folder.resolve(VALUES));
      return trained;
    } catch (IOException e) {
      throw new IllegalArgumentException("model: cannot be read: " + e.getMessage(), e);
    }
  }

  private static Map<String, Object> describe(TrainedModel trained, Catalog catalog) {
    TensorType input = trained.model().input();
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("format", FORMAT);
    tree.put("version", VERSION);
    Map<String, Object> type = new LinkedHashMap<>();
    type.put("type", Scalars.kebab(input.dtype()));
    type.put("shape", Arrays.stream(input.shape().toArray()).boxed().toList());
    tree.put("input", type);
    tree.put("layer", catalog.describe(trained.model().layer()));
    tree.put("loss", catalog.describe(trained.loss()));
    tree.put("normalizer", catalog.describe(trained.normalizer()));
    tree.put("classes", trained.classNames());
    if (!trained.targetColumns().isEmpty()) {
      tree.put("targets", trained.targetColumns().stream().map(ModelFile::describe).toList());
    }
    if (!trained.schema().equals(TableSchema.NONE)) {
      tree.put("columns", SchemaTree.write(trained.schema()));
    }
    tree.put("seed", trained.model().seed());
    return tree;
  }

  private static Map<String, Object> describe(TargetColumn column) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("name", column.name());
    tree.put("classes", column.classNames());
    return tree;
  }

  private static List<TargetColumn> targetColumns(Fields fields) {
    List<TargetColumn> columns = new ArrayList<>();
    for (Object tree : fields.list("targets")) {
      Fields column = Fields.of(tree, fields.place().key("targets").index(columns.size()));
      column.need("name");
      columns.add(new TargetColumn(column.text("name").orElseThrow(), names(column)));
    }
    return columns;
  }

  private static List<String> names(Fields fields) {
    return fields.list("classes").stream().map(String::valueOf).toList();
  }

  private static TrainedModel describe(String text, Path file, Catalog catalog) {
    Place place = Place.of(file.toString());
    Fields fields = Fields.of(Json.read(text, place), place);
    if (!fields.text("format").orElse("").equals(FORMAT)) {
      throw place.error("is no model: its 'format' should be '" + FORMAT + "'");
    }
    int version = fields.count("version", 1).orElse(VERSION);
    if (version > VERSION) {
      throw place.error(
          "has version "
              + version
              + ", this program reads versions up to "
              + VERSION
              + "; use the newer program that wrote it");
    }
    fields.allowing(
        "format",
        "version",
        "input",
        "layer",
        "loss",
        "normalizer",
        "classes",
        "targets",
        "columns",
        "seed");
    Layer layer = catalog.read(Layer.class, fields.need("layer"), place.key("layer"));
    Loss loss = catalog.read(Loss.class, fields.need("loss"), place.key("loss"));
    Normalizer normalizer =
        catalog.read(Normalizer.class, fields.need("normalizer"), place.key("normalizer"));
    fields.need("input");
    return new TrainedModel(
        new Model(input(fields.fields("input")), layer, fields.whole("seed").orElse(0L)),
        loss,
        normalizer,
        names(fields),
        targetColumns(fields),
        fields.get("columns").isPresent()
            ? SchemaTree.read(fields.fields("columns"))
            : TableSchema.NONE);
  }

  private static TensorType input(Fields fields) {
    Place place = fields.place().key("shape");
    int[] sizes = new int[fields.list("shape").size()];
    for (int i = 0; i < sizes.length; i++) {
      sizes[i] = Scalars.count(fields.list("shape").get(i), place.index(i), 1);
    }
    DType type =
        (DType) Scalars.constant(DType.class, fields.need("type"), fields.place().key("type"));
    return new TensorType(type, Shape.of(sizes));
  }

  private static void fill(Model model, Safetensors stored, Path file) {
    Map<String, Tensor> tensors = new LinkedHashMap<>(stored.tensors());
    for (Variable variable : model.variables()) {
      Tensor tensor = tensors.remove(variable.name());
      if (tensor == null || !tensor.type().equals(variable.type())) {
        throw new IllegalArgumentException(
            "model: '"
                + file
                + "' holds "
                + (tensor == null ? "no values" : tensor.type().toString())
                + " for '"
                + variable.name()
                + "', "
                + DESCRIPTION
                + " needs "
                + variable.type()
                + "; are the two files from one model?");
      }
      variable.value().copyFrom(tensor);
    }
    if (!tensors.isEmpty()) {
      throw new IllegalArgumentException(
          "model: '"
              + file
              + "' holds values that "
              + DESCRIPTION
              + " has no place for: "
              + String.join(", ", tensors.keySet())
              + "; are the two files from one model?");
    }
  }
}
