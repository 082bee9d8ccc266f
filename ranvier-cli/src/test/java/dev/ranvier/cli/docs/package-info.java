/** What the documentation shows is tried: Java, experiments, command lines. */
package dev.ranvier.cli.docs;
