/** The command line: commands, experiment files, reports. */
module dev.ranvier.cli {
  requires com.fasterxml.jackson.databind;
  requires dev.ranvier.core;
  requires info.picocli;
  requires java.management;

  opens dev.ranvier.cli to
      info.picocli;
  opens dev.ranvier.cli.bench to
      info.picocli;
}
