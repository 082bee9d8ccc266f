/**
 * Charts as PNG files.
 *
 * <p>May import: the core module's {@code train} and {@code tensor}.
 */
package dev.ranvier.cli.chart;
