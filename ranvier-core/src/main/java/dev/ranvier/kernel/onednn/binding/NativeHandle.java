package dev.ranvier.kernel.onednn.binding;

import java.lang.ref.Cleaner;
import java.util.function.Supplier;

/**
 * A native object that is freed once: by {@link #close}, or after its owner has become unreachable.
 */
public final class NativeHandle implements AutoCloseable {

  private static final Cleaner CLEANER = Cleaner.create();

  private final Release release;
  private final Cleaner.Cleanable cleanable;

  /** Frees the object at an address. */
  interface Destructor {
    void destroy(long address) throws Throwable;
  }

  /**
   * @param owner when this object is no longer reachable, the native one is freed
   * @param destructor frees it; must not refer to the owner
   */
  NativeHandle(Object owner, long address, Destructor destructor) {
    this.release = new Release(address, destructor);
    this.cleanable = CLEANER.register(owner, release);
  }

  /** The object's address; zero once freed. */
  long address() {
    return release.address;
  }

  /** The object's address; fails once freed. */
  long liveAddress(Supplier<String> what) {
    long address = release.address;
    if (address == 0) {
      throw new IllegalStateException(
          what.get() + ": used after it was closed; close it when no plan needs it any longer");
    }
    return address;
  }

  @Override
  public void close() {
    cleanable.clean();
  }

  private static final class Release implements Runnable {
    private volatile long address;
    private final Destructor destructor;

    Release(long address, Destructor destructor) {
      this.address = address;
      this.destructor = destructor;
    }

    @Override
    public void run() {
      long last = address;
      address = 0;
      try {
        destructor.destroy(last);
      } catch (Throwable failure) {
        throw NativeCall.unexpected(failure);
      }
    }
  }
}
