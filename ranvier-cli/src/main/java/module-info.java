/** The command line: commands, experiment files, reports. */
module dev.ranvier.cli {
  requires com.fasterxml.jackson.core;
  requires com.fasterxml.jackson.databind;
  requires com.fasterxml.jackson.dataformat.yaml;
  requires dev.ranvier.core;
  requires info.picocli;
  requires java.desktop;
  requires jdk.management;
  requires jdk.unsupported;
  requires xchart;

  opens dev.ranvier.cli to
      info.picocli;
  opens dev.ranvier.cli.bench to
      info.picocli;
}
