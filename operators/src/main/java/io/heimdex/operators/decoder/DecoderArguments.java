package io.heimdex.operators.decoder;

import io.heimdex.operators.media.MediaSettings;
import java.io.IOException;
import java.util.List;

/** The command line of a decoder process, which everybody on the machine can read. */
record DecoderArguments(long memoryBytes, long idleMillis, MediaSettings media) {

  static List<String> of(DecoderSettings settings) throws IOException {
    return List.of(
        Long.toString(settings.memoryBytes()),
        Long.toString(settings.idleEnd().toMillis()),
        Long.toString(settings.media().maxPixels()),
        settings.media().authorities());
  }

  static DecoderArguments parse(String[] arguments) {
    return new DecoderArguments(
        Long.parseLong(arguments[0]),
        Long.parseLong(arguments[1]),
        new MediaSettings(arguments[3], Long.parseLong(arguments[2])));
  }
}
