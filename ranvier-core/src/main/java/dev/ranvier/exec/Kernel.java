package dev.ranvier.exec;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A fast way to compute an op for inputs of known types, not yet tied to memory.
 *
 * <p>Binding it to buffers gives a {@link Call}; all allocation and look-up happens then, so that
 * running a call does neither.
 */
public interface Kernel {
  /** A kernel tied to its buffers. */
  @FunctionalInterface
  interface Call {
    /** Computes the results from what the input buffers hold now. */
    void run();

    /** A call that makes the given ones, one after the other. */
    static Call inOrder(List<Call> calls) {
      Call[] all = calls.toArray(Call[]::new);
      return () -> {
        for (Call call : all) {
          call.run();
        }
      };
    }
  }

  /** Bytes of memory needed while the call runs; its content does not matter before or after. */
  default long scratchBytes() {
    return 0;
  }

  /**
   * Whether a result may be written over an input of equal size that nothing reads afterwards: true
   * only for kernels that never read an element of that input after writing it to that result.
   */
  default boolean mayOverwrite(int input, int result) {
    return false;
  }

  /**
   * This kernel for inputs that are read many times before they change.
   *
   * @param frozen such inputs, by index: any of them may be taken packed
   * @return empty where nothing is gained
   */
  default Optional<PackedKernel> packed(Set<Integer> frozen) {
    return Optional.empty();
  }

  /**
   * Ties this kernel to buffers that stay where they are; the call may keep the binding's
   * addresses. The kernel may be bound several times, to different buffers.
   */
  Call bind(Binding binding);

  /** What runs, in few words: the backend and the implementation it chose. */
  String describe();

  /** What a generated kernel does, line by line, for people; empty for all others. */
  default List<String> listing() {
    return List.of();
  }
}
