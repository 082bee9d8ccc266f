/** Where examples come from: MNIST's and CIFAR's files, text, drawn digits. */
package dev.ranvier.data.source;
