/**
 * From a graph to an executable order: simplification, fusion, ordering, lifetimes and the layout
 * of one memory slab.
 *
 * <p>Imports {@code op}, {@code graph} and {@code tensor}.
 */
package dev.ranvier.plan;
