package dev.ranvier.op;

import dev.ranvier.graph.Op;

/**
 * An op whose results hold numbers of its inputs, unchanged, at other places; some may be missing
 * and zeros may stand between them.
 *
 * <p>So it does the same in any precision: a plan may have it move numbers that are rounded
 * already.
 */
public interface Movement extends Op {}
