package dev.ranvier.architecture.broken.util;

/** Lies in a package that is named for nothing. */
public record Strings() {}
