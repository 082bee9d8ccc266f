package dev.ranvier.kernel.vector.loop;

import java.util.List;

/** The forms of loops that this JVM can run: it may have been started without the Vector API. */
public final class PresentForms {
  private PresentForms() {}

  public static List<LoopForm> all() {
    return LoopForm.isPresent() ? List.of(LoopForm.values()) : List.of(LoopForm.PLAIN);
  }
}
