package io.heimdex.operators.model;

import io.heimdex.operators.onnx.OnnxModelFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where the files of a model lie.
 *
 * @param name of the model: that of its directory, with that of the ONNX file where a setting names it
 */
record ModelFiles(Path root, Path onnx, String name) {
  static final String CONFIG = "config.json";

  /**
   * What is looked for.
   *
   * @param what names it in messages: {@code image model}
   * @param marker the file that makes a directory one of such a model
   * @param names of its ONNX file without {@code .onnx}, the best first
   * @param other how names of ONNX files begin that are another model's
   */
  record Kind(String what, String marker, List<String> names, String other) {}

  /**
   * Finds the files of a model.
   *
   * @param path the directory, or one of its ONNX files where there are several
   */
  static ModelFiles find(Path path, Kind kind) {
    Path given = path.toAbsolutePath().normalize();
    boolean isDirectory = Files.isDirectory(given);
    Path root = isDirectory ? given : root(given, kind.marker());
    if (root == null) {
      throw new ModelFileException(path + " is no directory of a model, and in none; expected "
          + kind.marker() + " beside it or above it");
    }
    for (String name : List.of(CONFIG, kind.marker())) {
      if (!Files.isRegularFile(root.resolve(name))) {
        throw new ModelFileException(
            root + " has no " + name + "; expected one, as exports have it");
      }
    }
    Path onnx = isDirectory ? onnx(root, kind) : given;
    String directory = String.valueOf(root.getFileName());
    return new ModelFiles(
        root,
        onnx,
        isDirectory
            ? directory
            : directory + "/" + String.valueOf(onnx.getFileName()).replaceFirst("\\.onnx$", ""));
  }

  /** The directory that an ONNX file belongs to; null if it stands for itself. */
  static @Nullable Path root(Path file, String marker) {
    Path folder = file.toAbsolutePath().normalize().getParent();
    for (Path root = folder; root != null; root = root.getParent()) {
      if (Files.isRegularFile(root.resolve(marker))) {
        return root;
      }
      if (!root.endsWith("onnx")) {
        return null;
      }
    }
    return null;
  }

  private static Path onnx(Path root, Kind kind) {
    List<Path> folders = List.of(root, root.resolve("onnx"));
    for (String name : kind.names()) {
      for (Path folder : folders) {
        if (Files.isRegularFile(folder.resolve(name + ".onnx"))) {
          return folder.resolve(name + ".onnx");
        }
      }
    }
    List<Path> rest = new ArrayList<>();
    for (Path folder : folders) {
      rest.addAll(list(folder, file -> file.endsWith(".onnx") && !file.startsWith(kind.other())));
    }
    if (rest.size() != 1) {
      throw new ModelFileException(root + " has "
          + (rest.isEmpty() ? "no ONNX file of a " + kind.what() : "several ONNX files, " + rest)
          + "; expected " + String.join(".onnx or ", kind.names())
          + ".onnx, there or in onnx/, or the setting to name one");
    }
    return rest.get(0);
  }

  Path file(String name) {
    return root.resolve(name);
  }

  /**
   * Name and digest, the latter over names, lengths and contents. Weights in a file of their own are those whose name begins with
   * the ONNX file's.
   *
   * @param how the files are taken here, where that may change
   * @param deciding what decides about the vectors besides the ONNX file
   */
  String id(String how, List<Path> deciding) {
    List<Path> files = new ArrayList<>(deciding);
    String name = String.valueOf(onnx.getFileName());
    files.addAll(list(onnx.resolveSibling(""), file -> file.startsWith(name)));
    try {
      MessageDigest digest = OnnxModelFile.sha256();
      digest.update(how.getBytes(StandardCharsets.UTF_8));
      for (Path file : files) {
        String head = "\n" + file.getFileName() + " " + Files.size(file) + "\n";
        digest.update(head.getBytes(StandardCharsets.UTF_8));
        try (InputStream in = Files.newInputStream(file);
            OutputStream out = new DigestOutputStream(OutputStream.nullOutputStream(), digest)) {
          in.transferTo(out);
        }
      }
      return this.name + "@" + OnnxModelFile.shortened(digest.digest());
    } catch (IOException e) {
      throw new ModelFileException("The files of the model in " + root + " can't be read: " + e, e);
    }
  }

  /** Sorted by name; none where there is no such folder. */
  private static List<Path> list(Path folder, Predicate<String> names) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(
              file -> names.test(String.valueOf(file.getFileName())) && Files.isRegularFile(file))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new ModelFileException(folder + " can't be listed: " + e, e);
    }
  }
}
