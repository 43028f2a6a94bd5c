package io.heimdex.operators.decoder;

import io.heimdex.operators.ffmpeg.Ffmpeg;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.swresample;
import org.bytedeco.ffmpeg.global.swscale;
import org.bytedeco.javacpp.Loader;

/** A decoder process: takes requests from standard input, one at a time, and ends when that ends. */
public final class DecoderMain {
  private DecoderMain() {}

  /** Gives up all that decoding doesn't need before a byte of a video is read. */
  public static void main(String[] arguments) throws IOException {
    DecoderArguments settings = DecoderArguments.parse(arguments);
    DataOutputStream out = PrivateOutput.take();
    loadNatives();
    String lacking = Sandbox.enter(settings.memoryBytes());
    Wire.writeHead(out);
    Message.of(Wire.Type.READY, lacking).writeTo(out);
    new DecoderServer(new DataInputStream(System.in), out, settings).run();
  }

  /** Loading writes to a cache of files, which is not allowed later. */
  private static void loadNatives() {
    Ffmpeg.prepare();
    Loader.load(swresample.class);
    Loader.load(avcodec.class);
    Loader.load(avformat.class);
    Loader.load(swscale.class);
  }
}
