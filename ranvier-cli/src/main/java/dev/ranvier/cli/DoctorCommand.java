package dev.ranvier.cli;

import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code ranvier doctor}: what this machine offers. */
@Command(name = "doctor", description = "Show what this machine offers.")
final class DoctorCommand implements Runnable {

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    Runtime runtime = Runtime.getRuntime();
    PrintWriter out = spec.commandLine().getOut();
    out.printf("JDK         %s (%s)%n", Runtime.version(), System.getProperty("java.home"));
    out.printf("system      %s %s%n", System.getProperty("os.name"), System.getProperty("os.arch"));
    out.printf("CPUs        %d%n", runtime.availableProcessors());
    out.printf("Java heap   %d MiB at most%n", runtime.maxMemory() >> 20);
    out.printf("Vector API  %s%n", VectorModule.isPresent() ? "available" : "not available");
    out.flush();
  }
}
