/**
 * Images as a model's inputs: PNG, JPEG, GIF, BMP, TIFF and WebP files, read with Java's ImageIO
 * and the readers of TwelveMonkeys.
 *
 * <p>Imports {@code data} and {@code tensor} only.
 */
package dev.ranvier.data.image;
