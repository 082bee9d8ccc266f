package dev.ranvier.kernel.vector;

import java.util.List;

/** The forms of loops that this JVM can run: it may have been started without the Vector API. */
final class PresentForms {
  private PresentForms() {}

  static List<LoopForm> all() {
    return LoopForm.isPresent() ? List.of(LoopForm.values()) : List.of(LoopForm.PLAIN);
  }
}
