package dev.ranvier.train;

/**
 * Why a run ended before its last epoch; a normal result.
 *
 * @param criterion which criterion fired
 * @param reason what it saw, for people
 */
public record Stop(StoppingCriterion criterion, String reason) {
  @Override
  public String toString() {
    return criterion.name() + ": " + reason;
  }
}
