/**
 * Experiments: presets, experiment files, changes from the command line, and the records they
 * become.
 *
 * <p>May import: every exported package of the core module.
 */
package dev.ranvier.cli.experiment;
