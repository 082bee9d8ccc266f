package dev.ranvier.cli;

import dev.ranvier.catalog.NearestMatch;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ranvier completion}: a script that lets a shell complete commands and options. */
@Command(
    name = "completion",
    description = {
      "Print a script that lets a shell complete commands, options and names.",
      "",
      "  bash  source <(ranvier completion bash)      in ~/.bashrc",
      "  zsh   source <(ranvier completion zsh)       in ~/.zshrc, after compinit",
      "  fish  ranvier completion fish | source       in ~/.config/fish/config.fish",
      ""
    },
    mixinStandardHelpOptions = true)
final class CompletionCommand implements Callable<Integer> {
  private static final List<String> SHELLS = List.of("bash", "zsh", "fish");

  @Parameters(paramLabel = "bash|zsh|fish", description = "The shell.")
  private String shell;

  @Mixin private Verbosity verbosity;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    CommandLine all = Main.allCommands();
    String script =
        switch (shell) {
          case "bash", "zsh" -> AutoComplete.bash("ranvier", all); // one script for both
          case "fish" -> FishCompletion.of(all.getCommandSpec());
          default ->
              throw new IllegalArgumentException(
                  "completion: expected bash, zsh or fish, got '"
                      + shell
                      + "'"
                      + NearestMatch.hint(shell, SHELLS));
        };
    spec.commandLine().getOut().print(script);
    spec.commandLine().getOut().flush();
    return 0;
  }
}
