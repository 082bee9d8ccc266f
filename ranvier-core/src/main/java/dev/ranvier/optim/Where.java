package dev.ranvier.optim;

import dev.ranvier.graph.Variable;
import dev.ranvier.tensor.Tensor;
import java.util.Iterator;
import java.util.List;

/**
 * One optimizer for the parameters of some names, another for all others.
 *
 * <pre>{@code
 * new Where(List.of("*bias"), new Adam(), new Adamw())                      // decay of weights only
 * new Where(List.of("conv*"), new Frozen(), new Adam())                       // a part stays
 * new Where(List.of("conv*"), new Adam().withLearningRate(1e-4), new Adam())  // a tenth of the rate
 * }</pre>
 *
 * <p>A name is a path such as {@code conv1/weights}; in a pattern {@code *} stands for any text and
 * {@code ?} for one character. The learning rate is the greater of the two; a schedule changes both
 * in proportion. Nested, it makes any number of groups. Errors: a pattern that no parameter fits.
 *
 * @param parameters the patterns
 * @param optimizer for the parameters whose name fits one of them
 * @param otherwise for the others
 */
public record Where(List<String> parameters, Optimizer optimizer, Optimizer otherwise)
    implements Wrapper {
  /** Checks that something is trained. */
  public Where {
    parameters = List.copyOf(parameters);
    if (!(Math.max(optimizer.learningRate(), otherwise.learningRate()) > 0)) {
      throw new IllegalArgumentException(
          "where: both optimizers are frozen; give one of them a rule that trains");
    }
  }

  @Override
  public Where withOptimizer(Optimizer other) {
    return new Where(parameters, other, otherwise);
  }

  /** The greater of the two optimizers' rates. */
  @Override
  public double learningRate() {
    return Math.max(optimizer.learningRate(), otherwise.learningRate());
  }

  @Override
  public Where withLearningRate(double other) {
    double factor = other / learningRate();
    return new Where(
        parameters,
        optimizer.withLearningRate(optimizer.learningRate() * factor),
        otherwise.withLearningRate(otherwise.learningRate() * factor));
  }

  @Override
  public List<Tensor> init(Variable parameter) {
    return of(parameter.name()).init(parameter);
  }

  @Override
  public Tensor evaluated(Variable parameter, List<Tensor> state) {
    return of(parameter.name()).evaluated(parameter, state);
  }

  @Override
  public List<Update> update(List<Parameter> all, Step step) {
    names().requireUse("where", all.stream().map(Parameter::name).toList());
    Iterator<Update> fitting = part(all, true, step);
    Iterator<Update> others = part(all, false, step);
    return all.stream()
        .map(each -> (names().match(each.name()) ? fitting : others).next())
        .toList();
  }

  private Iterator<Update> part(List<Parameter> all, boolean fitting, Step step) {
    Optimizer chosen = fitting ? optimizer : otherwise;
    List<Parameter> part =
        all.stream().filter(each -> names().match(each.name()) == fitting).toList();
    double share = chosen.learningRate() / learningRate();
    return part.isEmpty()
        ? List.<Update>of().iterator()
        : chosen.update(part, step.withRateTimes(share)).iterator();
  }

  private Optimizer of(String name) {
    return names().match(name) ? optimizer : otherwise;
  }

  private NamePatterns names() {
    return new NamePatterns(parameters);
  }
}
