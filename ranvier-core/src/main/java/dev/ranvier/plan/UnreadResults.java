package dev.ranvier.plan;

import dev.ranvier.graph.Application;
import dev.ranvier.graph.Op;
import dev.ranvier.graph.Result;
import dev.ranvier.op.SavesForBackward;
import java.util.List;

/** Leaves out what ops keep for their gradients where no gradient is computed. */
public final class UnreadResults {
  private final Rewriting rewriting = new Rewriting();
  private final Consumers consumers;

  private UnreadResults(Consumers consumers) {
    this.consumers = consumers;
  }

  /** The same values without results that nobody reads. */
  public static Roots apply(Roots roots) {
    List<Application> applications = Rewriting.applications(roots);
    UnreadResults pass = new UnreadResults(new Consumers(roots, applications));
    applications.forEach(pass::visit);
    return pass.rewriting.roots(roots);
  }

  private void visit(Application old) {
    if (!(old.op() instanceof SavesForBackward op)) {
      rewriting.keep(old, old.op());
      return;
    }
    Op less = op.withoutSaved();
    Application made = Application.of(less, rewriting.current(old.inputs()), old.scope());
    int left = made.results().size();
    if (old.results().stream().skip(left).anyMatch(this::isRead)) {
      rewriting.keep(old, old.op());
    } else {
      made.results()
          .forEach(result -> rewriting.replace(old.results().get(result.index()), result));
    }
  }

  private boolean isRead(Result result) {
    return consumers.isRoot(result) || !consumers.of(result).isEmpty();
  }
}
