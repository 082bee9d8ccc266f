/**
 * Training runs: their folder, events, progress and outcome.
 *
 * <p>May import: {@code cli.experiment}, {@code cli.profile} and every exported package of the core
 * module.
 */
package dev.ranvier.cli.run;
