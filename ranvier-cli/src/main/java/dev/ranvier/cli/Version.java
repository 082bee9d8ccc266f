package dev.ranvier.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** The line {@code ranvier --version} prints, from a file that the build writes. */
record Version() implements IVersionProvider {

  @Override
  public String[] getVersion() {
    Properties properties = new Properties();
    try (InputStream file = Version.class.getResourceAsStream("version.properties")) {
      properties.load(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // a resource of this program
    }
    return new String[] {"ranvier " + properties.getProperty("version")};
  }
}
