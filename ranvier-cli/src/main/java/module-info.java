/** The command line: commands, experiment files, reports. */
module dev.ranvier.cli {
  requires dev.ranvier.core;
  requires info.picocli;

  opens dev.ranvier.cli to
      info.picocli;
}
