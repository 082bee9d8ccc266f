package dev.ranvier.nn;

import dev.ranvier.graph.Node;

/**
 * One application of a layer in a traced model.
 *
 * @param name its path, for example {@code block1/conv2d1}
 * @param layer the layer
 * @param input what went in
 * @param output what came out
 */
public record LayerRecord(String name, Layer layer, Node input, Node output) {}
