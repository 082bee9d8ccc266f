import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

/**
 * Times predictions of ONNX Runtime's Java library, in the way {@code ranvier bench} times its own:
 * inputs and outputs stay where they are, threads keep spinning, warm-up, then the median of rounds.
 *
 * <pre>
 * python bench/export_onnx.py DIR
 * mvn dependency:copy -Dartifact=com.microsoft.onnxruntime:onnxruntime:1.23.2 -DoutputDirectory=DIR
 * java -cp DIR/onnxruntime-1.23.2.jar bench/OnnxRuntime.java 2 DIR/resnet18-b1.onnx DIR/mlp-b64.onnx
 * </pre>
 *
 * <p>The first argument is the number of threads. No part of Ranvier depends on this.
 */
final class OnnxRuntime {
  private static final int ROUNDS = 7;
  private static final long ROUND_NANOS = 1_000_000_000L;

  private OnnxRuntime() {}

  public static void main(String[] arguments) throws OrtException {
    int threads = Integer.parseInt(arguments[0]);
    try (OrtEnvironment environment = OrtEnvironment.getEnvironment();
        OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      System.out.println("ONNX Runtime " + environment.getVersion() + ", threads " + threads);
      options.setIntraOpNumThreads(threads);
      options.setInterOpNumThreads(1);
      options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
      for (String file : Arrays.copyOfRange(arguments, 1, arguments.length)) {
        try (OrtSession session = environment.createSession(file, options)) {
          report(Path.of(file).getFileName().toString(), time(environment, session));
        }
      }
    }
  }

  private static double[] time(OrtEnvironment environment, OrtSession session)
      throws OrtException {
    try (OnnxTensor input = tensor(environment, session.getInputInfo().get("input").getInfo());
        OnnxTensor output = tensor(environment, session.getOutputInfo().get("output").getInfo())) {
      Map<String, OnnxTensor> inputs = Map.of("input", input);
      Map<String, OnnxTensor> outputs = Map.of("output", output);
      round(session, inputs, outputs);
      round(session, inputs, outputs);
      double[] rounds = new double[ROUNDS];
      for (int i = 0; i < ROUNDS; i++) {
        rounds[i] = round(session, inputs, outputs);
      }
      Arrays.sort(rounds);
      return rounds;
    }
  }

  /** Milliseconds a call. */
  private static double round(
      OrtSession session, Map<String, OnnxTensor> inputs, Map<String, OnnxTensor> outputs)
      throws OrtException {
    long start = System.nanoTime();
    long calls = 0;
    while (System.nanoTime() - start < ROUND_NANOS) {
      session.run(inputs, outputs).close();
      calls++;
    }
    return (System.nanoTime() - start) / 1e6 / calls;
  }

  /** Numbers from 0 to 1 in memory that need not be copied. */
  private static OnnxTensor tensor(OrtEnvironment environment, Object information)
      throws OrtException {
    long[] shape = ((TensorInfo) information).getShape();
    int elements = Math.toIntExact(Arrays.stream(shape).reduce(1, Math::multiplyExact));
    FloatBuffer values =
        ByteBuffer.allocateDirect(4 * elements).order(ByteOrder.nativeOrder()).asFloatBuffer();
    Random random = new Random(1);
    for (int i = 0; i < elements; i++) {
      values.put(i, random.nextFloat());
    }
    return OnnxTensor.createTensor(environment, values, shape);
  }

  private static void report(String name, double[] rounds) {
    System.out.printf(
        Locale.ROOT,
        "%-20s %8.4f ms [%.4f, %.4f]%n",
        name,
        rounds[ROUNDS / 2],
        rounds[0],
        rounds[ROUNDS - 1]);
  }
}
