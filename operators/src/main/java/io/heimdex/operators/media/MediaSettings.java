package io.heimdex.operators.media;

import java.io.IOException;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * How videos are read.
 *
 * @param caFile on this machine: certificates of the authorities that may vouch for an https server, in PEM. Null: those that the
 *     JDK trusts
 * @param maxPixels of one picture, width times height: what claims more is not decoded, also where the size changes in mid-stream
 */
public record MediaSettings(@Nullable String caFile, long maxPixels) implements Serializable {
  /** 16384x8192. */
  private static final long DEFAULT_MAX_PIXELS = 1L << 27;

  /** Trusts whom the JDK trusts. */
  public static final MediaSettings DEFAULT = new MediaSettings(null);

  public MediaSettings {
    if (maxPixels < 1) {
      throw new IllegalArgumentException(
          "A picture may have " + maxPixels + " pixels; expected at least 1");
    }
  }

  /** With pictures of up to 16384x8192 pixels. */
  public MediaSettings(@Nullable String caFile) {
    this(caFile, DEFAULT_MAX_PIXELS);
  }

  /** The file of authorities in any case: for a process that can't write one. */
  public String authorities() throws IOException {
    return Authorities.file(this);
  }

  /** The bound of what decoders allocate: they round sizes up to whole blocks. */
  long maxCodedPixels() {
    return maxPixels + maxPixels / 8 + (1 << 16);
  }
}
