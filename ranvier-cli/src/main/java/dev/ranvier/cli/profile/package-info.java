/**
 * Where the time of a training step goes, as a tree for programs and as a table for people.
 *
 * <p>May import: every exported package of the core module.
 */
package dev.ranvier.cli.profile;
