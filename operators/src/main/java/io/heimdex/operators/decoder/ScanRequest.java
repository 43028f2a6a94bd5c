package io.heimdex.operators.decoder;

import io.heimdex.operators.media.ScanSettings;
import io.heimdex.schema.VideoInfo;
import java.io.DataInputStream;
import java.io.IOException;

/** What a decoder process is asked to scan. */
record ScanRequest(
    String url, VideoInfo info, ScanSettings settings, long fromMicros, long toMicros) {

  Message toMessage() {
    return Message.of(Wire.Type.SCAN, out -> {
      Wire.writeText(out, url);
      Wire.writeInfo(out, info);
      out.writeInt(settings.tier().ordinal());
      out.writeInt(settings.features().ordinal());
      out.writeLong(settings.candidateGridMicros());
      out.writeLong(fromMicros);
      out.writeLong(toMicros);
    });
  }

  static ScanRequest read(DataInputStream in) throws IOException {
    return new ScanRequest(
        Wire.readText(in),
        Wire.readInfo(in),
        new ScanSettings(Wire.readTier(in), Wire.readKind(in), in.readLong()),
        in.readLong(),
        in.readLong());
  }
}
