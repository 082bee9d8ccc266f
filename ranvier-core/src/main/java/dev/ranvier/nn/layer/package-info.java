/** Layers that join, reshape, drop and connect: dense, sequential, residual, dropout. */
package dev.ranvier.nn.layer;
