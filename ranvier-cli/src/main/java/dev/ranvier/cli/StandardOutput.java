package dev.ranvier.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.Charset;
import java.util.Optional;

/**
 * The process's stdout, which remembers what went wrong: writers keep that to themselves, and a
 * result that never reached its file must not end in success.
 */
final class StandardOutput implements WritableByteChannel {
  /** What a shell reports of a program whose reader has gone: 128 and the number of SIGPIPE. */
  private static final int CLOSED_PIPE = 141;

  private final WritableByteChannel target;
  private Optional<IOException> failure = Optional.empty();

  StandardOutput() {
    this(new FileOutputStream(FileDescriptor.out).getChannel());
  }

  /** Writes to something else. */
  StandardOutput(WritableByteChannel target) {
    this.target = target;
  }

  /** What commands write to, in the encoding of the terminal. */
  PrintWriter writer() {
    Charset charset = Charset.forName(System.getProperty("stdout.encoding", "UTF-8"));
    return new PrintWriter(Channels.newWriter(this, charset));
  }

  /**
   * The exit code, once all is written: that of the command, unless its result got lost.
   *
   * @param err where people are told, unless they had just seen enough ({@code | head})
   */
  int exitCode(int code, PrintWriter err) {
    if (failure.isEmpty()) {
      return code;
    }
    String message = String.valueOf(failure.get().getMessage());
    if (message.contains("Broken pipe") || message.contains("pipe is being closed")) {
      return code == 0 ? CLOSED_PIPE : code;
    }
    err.println("ranvier: cannot write the result to stdout (" + message + ")");
    err.flush();
    return code == 0 ? 1 : code;
  }

  @Override
  public int write(ByteBuffer bytes) throws IOException {
    if (failure.isPresent()) {
      throw failure.get();
    }
    try {
      return target.write(bytes);
    } catch (IOException e) {
      failure = Optional.of(e);
      throw e;
    }
  }

  @Override
  public boolean isOpen() {
    return target.isOpen();
  }

  @Override
  public void close() throws IOException {
    target.close();
  }
}
