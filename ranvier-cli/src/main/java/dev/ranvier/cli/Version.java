package dev.ranvier.cli;

import picocli.CommandLine.IVersionProvider;

/** The version line of {@code ranvier --version}, read from the jar's manifest. */
record Version() implements IVersionProvider {

  @Override
  public String[] getVersion() {
    return new String[] {"ranvier " + Main.class.getPackage().getImplementationVersion()};
  }
}
