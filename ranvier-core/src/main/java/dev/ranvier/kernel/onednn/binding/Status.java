package dev.ranvier.kernel.onednn.binding;

/** What a oneDNN function returns: its word, and what a person can do about it. */
public enum Status {
  SUCCESS("success", ""),
  OUT_OF_MEMORY("out of memory", "use a smaller batch or a smaller network"),
  INVALID_ARGUMENTS(
      "invalid arguments", "shapes, types or layouts contradict one another, or data is missing"),
  UNIMPLEMENTED(
      "unimplemented", "use other types or layouts: oneDNN has no such kernel for this CPU"),
  LAST_IMPLEMENTATION_REACHED("last implementation reached", "there is no other kernel to try"),
  RUNTIME_ERROR("runtime error", "set ONEDNN_VERBOSE=1 to see what oneDNN says of it"),
  NOT_REQUIRED("not required", "this object does not have what was asked for");

  private final String word;
  private final String remedy;

  Status(String word, String remedy) {
    this.word = word;
    this.remedy = remedy;
  }

  /** One line for a call that returned {@code code}. */
  static String explain(String call, int code) {
    if (code < 0 || code >= values().length) {
      return "oneDNN: %s: status %d; is this the right version of the library?"
          .formatted(call, code);
    }
    Status status = values()[code];
    return "oneDNN: %s: %s; %s".formatted(call, status.word, status.remedy);
  }
}
