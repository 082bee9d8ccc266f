/**
 * {@code ranvier bench}: times whole training steps and predictions of well-known networks.
 *
 * <p>May import: {@code cli.profile} and every exported package of the core module.
 */
package dev.ranvier.cli.bench;
