package io.heimdex.operators.decoder;

import com.sun.jna.Native;
import io.heimdex.schema.VideoInfo;
import java.io.File;
import java.io.IOException;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.Loader;
import org.slf4j.LoggerFactory;

/**
 * The jars and folders that a decoder process needs, wherever this process has them from: a build, Flink's {@code lib/}, or a job's jar among
 * Flink's blobs.
 */
final class ChildClassPath {
  private ChildClassPath() {}

  static String find() throws IOException {
    Set<Path> places = new LinkedHashSet<>();
    places.add(placeOf(DecoderMain.class));
    places.add(placeOf(VideoInfo.class));
    places.add(placeOf(Loader.class));
    places.add(placeOf(avutil.class));
    places.add(placeOf(Native.class));
    places.add(placeOf(LoggerFactory.class));
    places.add(jarOf("org/bytedeco/javacpp/" + nativeFile("jnijavacpp")));
    places.add(jarOf("org/bytedeco/ffmpeg/" + nativeFile("jniavutil")));
    return places.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
  }

  private static String nativeFile(String library) {
    return Loader.getPlatform() + "/" + System.mapLibraryName(library);
  }

  private static Path placeOf(Class<?> type) throws IOException {
    CodeSource source = type.getProtectionDomain().getCodeSource();
    if (source == null || source.getLocation() == null) {
      throw new IOException("Can't tell where " + type + " was loaded from");
    }
    return path(source.getLocation());
  }

  private static Path jarOf(String resource) throws IOException {
    URL url = Loader.class.getClassLoader().getResource(resource);
    if (url == null || !(url.openConnection() instanceof JarURLConnection jar)) {
      throw new IOException("Expected " + resource + " in a jar beside JavaCPP, but found " + url);
    }
    return path(jar.getJarFileURL());
  }

  private static Path path(URL url) throws IOException {
    try {
      return Path.of(new URI(url.toString()));
    } catch (URISyntaxException | RuntimeException e) {
      throw new IOException("A decoder process can't load classes from " + url, e);
    }
  }
}
