/** Small complete programs, each with a test, that show how the library is used. */
package dev.ranvier.examples;
