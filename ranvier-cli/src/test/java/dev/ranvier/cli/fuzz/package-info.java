/**
 * Fuzzing of everything that reads files: damaged ones are refused, quickly and in little memory.
 */
package dev.ranvier.cli.fuzz;
