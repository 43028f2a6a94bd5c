package io.heimdex.operators.decoder;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;

/** Standard output, taken away from everybody else: native code prints where it likes, and must not print into the messages. */
final class PrivateOutput {
  private static final int OUT = 1;
  private static final int ERR = 2;

  private PrivateOutput() {}

  /** From now on what is printed goes to standard error. */
  static DataOutputStream take() throws IOException {
    int copy = CLibrary.INSTANCE.dup(OUT);
    if (copy < 0 || CLibrary.INSTANCE.dup2(ERR, OUT) < 0) {
      throw new IOException("Standard output can't be taken over");
    }
    FileOutputStream file = new FileOutputStream("/dev/fd/" + copy);
    CLibrary.INSTANCE.close(copy);
    return new DataOutputStream(new BufferedOutputStream(file, 1 << 16));
  }
}
