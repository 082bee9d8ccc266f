/** Convolution and pooling of images, with their gradients. */
package dev.ranvier.op.conv;
