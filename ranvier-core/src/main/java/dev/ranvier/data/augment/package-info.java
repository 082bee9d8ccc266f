/** Random changes of training images, a record each. */
package dev.ranvier.data.augment;
