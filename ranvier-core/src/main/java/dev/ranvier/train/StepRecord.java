package dev.ranvier.train;

/**
 * One training step.
 *
 * @param epoch the epoch, from 1
 * @param stepInEpoch the step within the epoch, from 1
 * @param step the step within the run, from 1
 * @param loss the batch's mean loss before the step
 * @param learningRate the rate the step was taken with
 */
public record StepRecord(int epoch, int stepInEpoch, long step, double loss, double learningRate) {}
