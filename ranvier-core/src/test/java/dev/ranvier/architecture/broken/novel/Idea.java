package dev.ranvier.architecture.broken.novel;

/** Lies in a package the table does not know. */
public record Idea() {}
