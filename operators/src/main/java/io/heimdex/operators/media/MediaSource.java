package io.heimdex.operators.media;

import static org.bytedeco.ffmpeg.global.avutil.AVERROR_HTTP_FORBIDDEN;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_HTTP_NOT_FOUND;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_HTTP_UNAUTHORIZED;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_set;

import io.heimdex.operators.ffmpeg.Ffmpeg;
import io.heimdex.schema.FailureCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.jspecify.annotations.Nullable;

/** Where a video's bytes are, a file or an http(s) address, and how FFmpeg is to read them. */
final class MediaSource {
  /** A skip shorter than this many bytes reads on instead of asking anew: a request costs more than 1 MB does. */
  private static final String SHORT_SEEK_BYTES = "1048576";
  /** Of one request: what is read in vain when reading stops or goes on elsewhere is no more. */
  private static final String REQUEST_BYTES = "2097152";
  /** Of the first request at a place: headers are short, and a jump often follows. */
  private static final String FIRST_REQUEST_BYTES = "262144";
  /** Microseconds without a byte before a read fails. */
  private static final String READ_TIMEOUT = "30000000";

  private MediaSource() {}

  static boolean isRemote(String url) {
    return url.startsWith("http://") || url.startsWith("https://");
  }

  static boolean isEncrypted(String url) {
    return url.startsWith("https://");
  }

  static void checkFile(String url) throws MediaException, IOException {
    if (isRemote(url)) {
      return;
    }
    Path file = Path.of(url);
    if (!Files.isRegularFile(file)) {
      throw new NoSuchFileException(url);
    }
    if (Files.size(file) == 0) {
      throw new MediaException(FailureCode.OBJECT_EMPTY, "The object has no bytes");
    }
  }

  static String address(String url) {
    if (!isRemote(url)) {
      return "file:" + url;
    }
    int end = url.indexOf('#');
    return end < 0 ? url : url.substring(0, end);
  }

  /** What names the contents behind a remote address, whatever its signature: its fragment. Null if it has none. */
  static @Nullable String contents(String url) {
    int end = isRemote(url) ? url.indexOf('#') : -1;
    return end < 0 ? null : url.substring(end + 1);
  }

  /** The caller frees them. No protocol is open but the address's own: a video can't make us read anything else. */
  static AVDictionary options(String url, MediaSettings settings) throws IOException {
    boolean encrypted = isEncrypted(url);
    String authorities = encrypted ? Authorities.file(settings) : "";
    AVDictionary options = new AVDictionary(null);
    if (!isRemote(url)) {
      av_dict_set(options, "protocol_whitelist", "file", 0);
      return options;
    }
    av_dict_set(options, "protocol_whitelist", encrypted ? "https,tls,tcp" : "http,tcp", 0);
    if (encrypted) {
      // Without these FFmpeg takes any certificate of any server.
      av_dict_set(options, "tls_verify", "1", 0);
      av_dict_set(options, "ca_file", authorities, 0);
    }
    av_dict_set(options, "multiple_requests", "1", 0);
    av_dict_set(options, "short_seek_size", SHORT_SEEK_BYTES, 0);
    av_dict_set(options, "request_size", REQUEST_BYTES, 0);
    av_dict_set(options, "initial_request_size", FIRST_REQUEST_BYTES, 0);
    av_dict_set(options, "rw_timeout", READ_TIMEOUT, 0);
    av_dict_set(options, "reconnect", "1", 0);
    av_dict_set(options, "reconnect_on_network_error", "1", 0);
    av_dict_set(options, "reconnect_max_retries", "3", 0);
    av_dict_set(options, "reconnect_delay_max", "2", 0);
    return options;
  }

  /**
   * A failed read. That the object is gone is for ever; what else a server says (5xx, too many requests, or 403, as it
   * does when a signature has expired) may pass.
   */
  static IOException failure(int error) throws MediaException {
    if (error == AVERROR_HTTP_NOT_FOUND()) {
      throw new MediaException(FailureCode.OBJECT_NOT_FOUND, "The server has no such object");
    }
    String message = Ffmpeg.message(error);
    if (error == AVERROR_HTTP_FORBIDDEN() || error == AVERROR_HTTP_UNAUTHORIZED()) {
      message += "; the address may have expired";
    }
    return new IOException("Reading the video failed: " + message);
  }
}
