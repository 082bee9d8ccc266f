/**
 * Graphs of operations with static shapes: the contract of an op, the nodes, name scopes, the
 * verifier and the reference interpreter.
 *
 * <p>Imports {@code tensor} only.
 */
package dev.ranvier.graph;
