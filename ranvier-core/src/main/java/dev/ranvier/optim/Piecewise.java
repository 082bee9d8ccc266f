package dev.ranvier.optim;

import dev.ranvier.setting.Settings;
import java.util.List;

/**
 * A learning rate that is given piece by piece, in parts of the optimizer's own.
 *
 * <p>Formula: α₀ · fᵢ from moment tᵢ to moment tᵢ₊₁.
 *
 * @param from when the pieces begin, ascending; the first at 0
 * @param factors f, one for each piece, above 0
 * @param per whether t counts epochs or steps
 */
public record Piecewise(List<Integer> from, List<Double> factors, ScheduleClock per)
    implements Schedule {
  /** Pieces that begin at these epochs, counted from 0. */
  public Piecewise(List<Integer> from, List<Double> factors) {
    this(from, factors, ScheduleClock.EPOCH);
  }

  /** Checks the settings. */
  public Piecewise {
    from = List.copyOf(from);
    factors = List.copyOf(factors);
    Settings.ascending("piecewise", "from", from, 0);
    factors.forEach(factor -> Settings.positive("piecewise", "factor", factor));
    if (from.isEmpty() || from.getFirst() != 0 || from.size() != factors.size()) {
      throw new IllegalArgumentException(
          "piecewise: needs as many factors as moments, the first moment 0, got "
              + from
              + " and "
              + factors);
    }
  }

  /** The same schedule counting steps or epochs. */
  public Piecewise withPer(ScheduleClock other) {
    return new Piecewise(from, factors, other);
  }

  @Override
  public double rate(double base, Moment moment) {
    long time = per.time(moment);
    int begun = (int) from.stream().filter(each -> each <= time).count();
    return base * factors.get(begun - 1);
  }
}
