package io.heimdex.operators.media;

import static org.bytedeco.ffmpeg.global.avformat.avformat_find_stream_info;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_VIDEO;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_free;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_set;

import io.heimdex.schema.FailureCode;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.javacpp.PointerPointer;

/** Keeps pictures that claim too many pixels from being allocated while a container is opened. */
final class PictureLimit {
  private PictureLimit() {}

  /** Rejects a container of which a stream that counts claims more pixels than are accepted. */
  static void check(AVFormatContext context, MediaSettings settings) throws MediaException {
    for (int i = 0; i < context.nb_streams(); i++) {
      AVCodecParameters codec = context.streams(i).codecpar();
      long pixels = (long) codec.width() * codec.height();
      if (codec.codec_type() == AVMEDIA_TYPE_VIDEO && pixels > settings.maxPixels()) {
        throw new MediaException(
            FailureCode.RESOLUTION_EXCEEDED,
            "The picture has " + codec.width() + "x" + codec.height() + " = " + pixels
                + " pixels; expected at most " + settings.maxPixels());
      }
    }
  }

  /**
   * FFmpeg decodes the first pictures to learn what the container does not tell. A stream that only turns up meanwhile has the bound of a
   * single allocation, see {@link io.heimdex.operators.ffmpeg.Ffmpeg}.
   */
  static int findStreams(AVFormatContext context, MediaSettings settings) {
    int streams = context.nb_streams();
    if (streams == 0) {
      return avformat_find_stream_info(context, (AVDictionary) null);
    }
    AVDictionary[] options = new AVDictionary[streams];
    try (PointerPointer<AVDictionary> pointers = new PointerPointer<>(streams)) {
      for (int i = 0; i < streams; i++) {
        options[i] = new AVDictionary(null);
        av_dict_set(options[i], "max_pixels", Long.toString(settings.maxCodedPixels()), 0);
        pointers.put(i, options[i]);
      }
      int result = avformat_find_stream_info(context, pointers);
      for (int i = 0; i < streams; i++) {
        // What was not used; where all was, there is no dictionary any more.
        AVDictionary left = pointers.get(AVDictionary.class, i);
        if (left != null) {
          av_dict_free(left);
        }
      }
      return result;
    }
  }
}
