package dev.ranvier.data.image;

import java.io.IOException;
import javax.imageio.stream.ImageInputStreamImpl;

/**
 * Bytes as ImageIO reads them. A reader that goes on at the end, as some do in damaged files, gets
 * an error that it does not take for the end.
 */
final class BytesInput extends ImageInputStreamImpl {
  private static final int MOST_READS_AT_THE_END = 256;

  private final byte[] bytes;
  private int readsAtTheEnd;

  BytesInput(byte[] bytes) {
    this.bytes = bytes;
  }

  @Override
  public int read() throws IOException {
    bitOffset = 0;
    return isAtTheEnd() ? -1 : bytes[(int) streamPos++] & 0xFF;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    bitOffset = 0;
    if (length == 0) {
      return 0;
    }
    if (isAtTheEnd()) {
      return -1;
    }
    int count = (int) Math.min(length, bytes.length - streamPos);
    System.arraycopy(bytes, (int) streamPos, target, offset, count);
    streamPos += count;
    return count;
  }

  private boolean isAtTheEnd() throws IOException {
    if (streamPos < bytes.length) {
      return false;
    }
    readsAtTheEnd++;
    if (readsAtTheEnd > MOST_READS_AT_THE_END) {
      throw new IOException("it is damaged or cut off: its data go on after its end");
    }
    return true;
  }
}
