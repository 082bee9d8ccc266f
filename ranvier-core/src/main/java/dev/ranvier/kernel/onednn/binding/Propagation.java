package dev.ranvier.kernel.onednn.binding;

/** What a forward primitive is for ({@code dnnl_prop_kind_t}). */
public enum Propagation {
  /** Keeps what the backward pass needs: a workspace, batch statistics. */
  TRAINING(64),
  INFERENCE(96);

  private final int code;

  Propagation(int code) {
    this.code = code;
  }

  public int code() {
    return code;
  }
}
