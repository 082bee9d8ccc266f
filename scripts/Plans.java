import dev.ranvier.cli.bench.Workload;
import dev.ranvier.exec.Engine;
import dev.ranvier.exec.Engines;
import dev.ranvier.exec.Precision;
import dev.ranvier.graph.Input;
import dev.ranvier.nn.Model;
import dev.ranvier.tensor.TensorType;
import dev.ranvier.train.TrainingStep;
import java.util.List;

/** Prints the training and the prediction plan of every benchmark network; see plans.sh. */
final class Plans {
  public static void main(String[] names) {
    for (Precision precision : List.of(Precision.FP32, Precision.BF16)) {
      Engine engine = Engines.standard();
      try {
        engine = engine.withPrecision(precision);
      } catch (IllegalArgumentException without) {
        System.out.println(without.getMessage());
        continue;
      }
      for (Workload workload : Workload.all()) {
        if (names.length == 0 || List.of(names).contains(workload.name())) {
          print(workload, engine, precision);
        }
      }
    }
  }

  private static void print(Workload workload, Engine engine, Precision precision) {
    String name = workload.name() + " " + precision;
    Model model = new Model(workload.input(), workload.layer(), 0);
    System.out.println("== " + name + ", training");
    System.out.print(
        new TrainingStep(
                engine, model, workload.loss(), workload.optimizer(), workload.batch(), 0)
            .plan()
            .describe());
    TensorType example = workload.input();
    Input batch =
        new Input(
            "input", example.withShape(example.shape().insert(0, workload.batch())));
    System.out.println("== " + name + ", prediction");
    System.out.print(engine.compile(List.of(batch), List.of(model.apply(batch))).describe());
  }
}
