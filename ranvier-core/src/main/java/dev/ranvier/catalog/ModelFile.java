package dev.ranvier.catalog;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ranvier.data.Normalization;
import dev.ranvier.data.TableSchema;
import dev.ranvier.data.TargetColumn;
import dev.ranvier.graph.Variable;
import dev.ranvier.infer.TrainedModel;
import dev.ranvier.nn.Layer;
import dev.ranvier.nn.Loss;
import dev.ranvier.nn.Model;
import dev.ranvier.tensor.AtomicFile;
import dev.ranvier.tensor.CheckedSafetensors;
import dev.ranvier.tensor.DType;
import dev.ranvier.tensor.Safetensors;
import dev.ranvier.tensor.Shape;
import dev.ranvier.tensor.Tensor;
import dev.ranvier.tensor.TensorType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Trained models as folders of two files: {@code model.safetensors} with all values, by name, and
 * {@code model.json} with the architecture, the loss, the normalizer, the class names and the
 * columns of a table.
 *
 * <p>Each file is written at once as a whole, the values first: where {@code model.json} is, there
 * is a model. The values carry a checksum ({@link CheckedSafetensors}) and that of {@code
 * model.json}, so neither changes unnoticed, and files of two models are told apart. A model that
 * has none, of older programs or others, is read with a note in the log.
 */
public final class ModelFile {
  /** The file with the architecture. */
  public static final String DESCRIPTION = "model.json";

  /** The file with the values. */
  public static final String VALUES = "model.safetensors";

  /** The checksum of {@link #DESCRIPTION} among the metadata of {@link #VALUES}. */
  private static final String CHECKSUM = "model-json-crc32c";

  private static final Logger LOG = LoggerFactory.getLogger(ModelFile.class);
  private static final String FORMAT = "ranvier-model";
  private static final int VERSION = 1;

  /**
   * How many numbers more than its values a model may describe: with fewer, the one that does not
   * fit is named below, with more it is refused before there is memory for it.
   */
  private static final long NUMBERS_TO_SPARE = 1 << 22;

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
      Map<String, String> metadata =
          new LinkedHashMap<>(); // in this order: equal models, equal files
      metadata.put("format", FORMAT);
      metadata.put(CHECKSUM, checksum(description.getBytes(UTF_8)));
      CheckedSafetensors.write(folder.resolve(VALUES), new Safetensors(values, metadata));
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
      byte[] description = Files.readAllBytes(file);
      Safetensors values = values(folder.resolve(VALUES));
      requireTogether(file, description, values);
      String text = UTF_8.newDecoder().decode(ByteBuffer.wrap(description)).toString();
      long stored =
          values.tensors().values().stream().mapToLong(each -> each.shape().elements()).sum();
      TrainedModel trained = describe(text, file, catalog, stored + NUMBERS_TO_SPARE);
      fill(trained.model(), values, folder.resolve(VALUES));
      return trained;
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("model: '" + file + "' is not UTF-8; is it damaged?", e);
    } catch (IOException e) {
      throw new IllegalArgumentException("model: cannot be read: " + e.getMessage(), e);
    }
  }

  /** The values in a file, checked where it says what its checksum is. */
  private static Safetensors values(Path file) throws IOException {
    Safetensors stored = Safetensors.read(file);
    if (!stored.metadata().containsKey(CheckedSafetensors.CHECKSUM)) {
      if (stored.metadata().containsKey(CHECKSUM)) {
        throw new IOException(file + ": is damaged: it does not begin with a checksum");
      }
      LOG.warn(
          "model: '{}' has no checksum, so damage to it would go unnoticed; save the model again to"
              + " add one",
          file);
    }
    return stored;
  }

  /** A changed description would give the values another meaning. */
  private static void requireTogether(Path file, byte[] description, Safetensors stored) {
    String expected = stored.metadata().get(CHECKSUM);
    String actual = checksum(description);
    if (expected != null && !expected.equals(actual)) {
      throw new IllegalArgumentException(
          String.format(
              "model: '%s' is not as it was saved with its values: its checksum is %s, %s was saved"
                  + " with one of %s; are the two files from one model? Bring back the original, or"
                  + " save the changed model with ModelFile.save",
              file, actual, VALUES, expected));
    }
  }

  private static String checksum(byte[] bytes) {
    CRC32C sum = new CRC32C();
    sum.update(bytes);
    return HexFormat.of().toHexDigits((int) sum.getValue());
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

  private static TrainedModel describe(String text, Path file, Catalog catalog, long most) {
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
    Normalization normalizer =
        catalog.read(Normalization.class, fields.need("normalizer"), place.key("normalizer"));
    fields.need("input");
    return new TrainedModel(
        model(fields, layer, most),
        loss,
        normalizer,
        names(fields),
        targetColumns(fields),
        fields.get("columns").isPresent()
            ? SchemaTree.read(fields.fields("columns"))
            : TableSchema.NONE);
  }

  private static Model model(Fields fields, Layer layer, long most) {
    TensorType input = input(fields.fields("input"));
    long seed = fields.whole("seed").orElse(0L);
    try {
      return new Model(input, layer, seed, most);
    } catch (IllegalArgumentException e) {
      throw fields.place().key("layer").error(e.getMessage(), e);
    } catch (ArithmeticException
        | IndexOutOfBoundsException
        | NegativeArraySizeException
        | OutOfMemoryError
        | StackOverflowError e) {
      throw fields
          .place()
          .key("layer")
          .error("these layers cannot be built for an input of " + input + " (" + e + ")", e);
    }
  }

  private static TensorType input(Fields fields) {
    Place place = fields.place().key("shape");
    int[] sizes = new int[fields.list("shape").size()];
    for (int i = 0; i < sizes.length; i++) {
      sizes[i] = Scalars.count(fields.list("shape").get(i), place.index(i), 1);
    }
    DType type =
        (DType) Scalars.constant(DType.class, fields.need("type"), fields.place().key("type"));
    try {
      return new TensorType(type, Shape.of(sizes));
    } catch (IllegalArgumentException e) {
      throw place.error(e.getMessage(), e);
    }
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
