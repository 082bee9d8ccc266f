package dev.ranvier.optim;

/** The same learning rate at every step: α. */
public record ConstantRate() implements Schedule {
  @Override
  public double rate(double base, Moment moment) {
    return base;
  }
}
