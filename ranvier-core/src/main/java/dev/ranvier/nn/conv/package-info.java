/** Convolution, pooling, padding and resizing of sequences, images and volumes. */
package dev.ranvier.nn.conv;
