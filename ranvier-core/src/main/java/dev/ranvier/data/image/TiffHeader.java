package dev.ranvier.data.image;

import com.twelvemonkeys.imageio.metadata.Directory;
import com.twelvemonkeys.imageio.metadata.Entry;
import com.twelvemonkeys.imageio.metadata.tiff.TIFF;
import com.twelvemonkeys.imageio.metadata.tiff.TIFFReader;
import java.io.IOException;

/**
 * Checks the number of samples of a pixel in a TIFF file, for which its reader takes memory before
 * anything else is known. Source: TIFF 6.0, tag 277.
 */
final class TiffHeader {
  /** Four colours, transparency and some more. */
  private static final int MAX_SAMPLES = 64;

  private TiffHeader() {}

  static void require(byte[] bytes) throws IOException {
    Directory tags = new TIFFReader().read(new BytesInput(bytes));
    Entry samples = tags.getEntryById(TIFF.TAG_SAMPLES_PER_PIXEL);
    if (samples != null
        && samples.getValue() instanceof Number count
        && (count.longValue() < 1 || count.longValue() > MAX_SAMPLES)) {
      throw new IOException("its header says " + count + " samples a pixel");
    }
  }
}
