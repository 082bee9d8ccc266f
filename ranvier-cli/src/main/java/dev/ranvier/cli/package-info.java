/**
 * The command line: reads arguments and files, runs the library, reports to people and programs.
 *
 * <p>May import: every exported package of the core module.
 */
package dev.ranvier.cli;
