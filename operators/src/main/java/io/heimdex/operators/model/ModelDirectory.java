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
 * An image model as Hugging Face's tools export it: a directory with {@code config.json}, {@code preprocessor_config.json} and an
 * ONNX file, beside them or in {@code onnx/}.
 *
 * @param id {@code name@12 hexadecimal digits}, of a digest over all files that decide what the vectors are
 * @param onnx the ONNX file; its weights may be in a second file beside it
 */
public record ModelDirectory(
    String id, Path onnx, ImagePreprocessing preprocessing, JointInputs jointInputs) {
  private static final String CONFIG = "config.json";
  private static final String PREPROCESSOR = "preprocessor_config.json";
  /** The image tower alone, or a model of images and texts. */
  private static final List<String> NAMES = List.of("vision_model", "model");

  /** Whether a path is that of a model directory, or of an ONNX file in one. */
  public static boolean isOne(Path path) {
    return Files.isDirectory(path) || root(path) != null;
  }

  /**
   * Finds the files of a model.
   *
   * @param path the directory, or one of its ONNX files where there are several
   * @throws ModelFileException that names the file, what it says, and what was expected
   */
  public static ModelDirectory read(Path path) {
    Path given = path.toAbsolutePath().normalize();
    boolean isDirectory = Files.isDirectory(given);
    Path root = isDirectory ? given : root(given);
    if (root == null) {
      throw new ModelFileException(path + " is no directory of a model, and in none; expected "
          + PREPROCESSOR + " beside it or above it");
    }
    for (String name : List.of(CONFIG, PREPROCESSOR)) {
      if (!Files.isRegularFile(root.resolve(name))) {
        throw new ModelFileException(
            root + " has no " + name + "; expected one, as exports have it");
      }
    }
    JsonFile config = JsonFile.read(root.resolve(CONFIG));
    checkType(config);
    Path onnx = isDirectory ? onnx(root) : given;
    ImagePreprocessing preprocessing = ImagePreprocessing.read(root.resolve(PREPROCESSOR));
    return new ModelDirectory(
        name(root, onnx, isDirectory) + "@" + digest(root, onnx),
        onnx,
        preprocessing,
        JointInputs.of(config));
  }

  /** The directory that an ONNX file belongs to; null if it stands for itself. */
  private static @Nullable Path root(Path file) {
    Path folder = file.toAbsolutePath().normalize().getParent();
    for (Path root = folder; root != null; root = root.getParent()) {
      if (Files.isRegularFile(root.resolve(PREPROCESSOR))) {
        return root;
      }
      if (!root.endsWith("onnx")) {
        return null;
      }
    }
    return null;
  }

  private static void checkType(JsonFile config) {
    String type = config.text("model_type");
    if (type != null && type.startsWith("siglip2")) {
      throw config.wrong(
          "model_type",
          "a model of fixed picture size: this one (NaFlex) takes patches; export a FixRes one, whose type is 'siglip'");
    }
  }

  private static Path onnx(Path root) {
    for (String name : NAMES) {
      for (Path folder : List.of(root, root.resolve("onnx"))) {
        if (Files.isRegularFile(folder.resolve(name + ".onnx"))) {
          return folder.resolve(name + ".onnx");
        }
      }
    }
    List<Path> others = new ArrayList<>();
    for (Path folder : List.of(root, root.resolve("onnx"))) {
      others.addAll(
          filesOf(folder, file -> file.endsWith(".onnx") && !file.startsWith("text_model")));
    }
    if (others.size() != 1) {
      throw new ModelFileException(
          root + " has "
              + (others.isEmpty()
                  ? "no ONNX file of an image model"
                  : "several ONNX files, " + others)
              + "; expected vision_model.onnx or model.onnx, there or in onnx/, or the setting to name one");
    }
    return others.get(0);
  }

  private static String name(Path root, Path onnx, boolean isDirectory) {
    String directory = String.valueOf(root.getFileName());
    return isDirectory
        ? directory
        : directory + "/" + String.valueOf(onnx.getFileName()).replaceFirst("\\.onnx$", "");
  }

  /** Over names, lengths and contents. Weights in a file of their own are those whose name begins with the ONNX file's. */
  private static String digest(Path root, Path onnx) {
    List<Path> files = new ArrayList<>(List.of(root.resolve(CONFIG), root.resolve(PREPROCESSOR)));
    String name = String.valueOf(onnx.getFileName());
    files.addAll(filesOf(onnx.resolveSibling(""), file -> file.startsWith(name)));
    try {
      MessageDigest digest = OnnxModelFile.sha256();
      digest.update(
          ("preprocessing " + ImagePreprocessing.VERSION).getBytes(StandardCharsets.UTF_8));
      for (Path file : files) {
        String head = "\n" + file.getFileName() + " " + Files.size(file) + "\n";
        digest.update(head.getBytes(StandardCharsets.UTF_8));
        try (InputStream in = Files.newInputStream(file);
            OutputStream out = new DigestOutputStream(OutputStream.nullOutputStream(), digest)) {
          in.transferTo(out);
        }
      }
      return OnnxModelFile.shortened(digest.digest());
    } catch (IOException e) {
      throw new ModelFileException("The files of the model in " + root + " can't be read: " + e, e);
    }
  }

  /** Sorted by name; none where there is no such folder. */
  private static List<Path> filesOf(Path folder, Predicate<String> names) {
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
