package dev.ranvier.optim;

import dev.ranvier.setting.Settings;

/**
 * A learning rate that falls along half a cosine several times in a run, for a snapshot of the
 * model at the end of each cycle.
 *
 * <p>Formula: α₀ / 2 · (1 + cos(π · (t mod L) / L)) with L = ⌈T / M⌉ after t of T steps. Source:
 * Huang and others, 2017 (arXiv 1704.00109).
 *
 * @param cycles M, at least 1
 */
public record Snapshot(int cycles) implements Schedule {

  /** Checks the settings. */
  public Snapshot {
    Settings.positive("snapshot", "cycles", cycles);
  }

  @Override
  public double rate(double base, Moment moment) {
    long length = length(moment);
    return base / 2 * (1 + Math.cos(Math.PI * (moment.step() % length) / length));
  }

  @Override
  public boolean endsCycle(Moment moment) {
    return (moment.step() + 1) % length(moment) == 0 || moment.isLast();
  }

  private long length(Moment moment) {
    return Math.ceilDiv(moment.steps(), cycles);
  }
}
