package dev.ranvier.plan;

import dev.ranvier.graph.Application;
import dev.ranvier.graph.Node;
import dev.ranvier.graph.Scope;
import dev.ranvier.op.Composite;
import java.util.List;

/** Writes composite ops as the ops that they are made of, so that later passes can join these. */
public final class Expansion {
  private Expansion() {}

  /** The same values without composite ops. */
  public static Roots apply(Roots roots) {
    Rewriting rewriting = new Rewriting();
    for (Application application : Rewriting.applications(roots)) {
      if (application.op() instanceof Composite composite) {
        List<Node> inputs = rewriting.current(application.inputs());
        List<Node> made = Scope.at(application.scope(), () -> composite.expand(inputs));
        application.results().forEach(old -> rewriting.replace(old, made.get(old.index())));
      } else {
        rewriting.keep(application, application.op());
      }
    }
    return rewriting.roots(roots);
  }
}
