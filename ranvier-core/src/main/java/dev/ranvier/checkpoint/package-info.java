/**
 * Checkpoints: what training needs to go on, as files that show damage, in folders that keep the
 * last ones.
 *
 * <p>What is in a checkpoint is the business of {@code train}. May import: {@code tensor}.
 */
package dev.ranvier.checkpoint;
