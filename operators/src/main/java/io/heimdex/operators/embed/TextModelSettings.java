package io.heimdex.operators.embed;

import io.heimdex.operators.model.ModelSource;
import io.heimdex.operators.model.TextModelDirectory;
import io.heimdex.operators.model.TextOverrides;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * A text model, as options name it.
 *
 * @param source of a model directory, or of one of its ONNX files
 * @param overrides what the user says where the files do not
 * @param expectedId what the model must be; null where any is fine
 */
public record TextModelSettings(
    ModelSource source, TextOverrides overrides, @Nullable String expectedId)
    implements Serializable {
  public TextModelSettings {
    if (source.setting().isBlank()) {
      throw new IllegalArgumentException(
          "The text model is blank; expected the path of a model directory or an ONNX file in one");
    }
  }

  /** Of any model. */
  public TextModelSettings(ModelSource source, TextOverrides overrides) {
    this(source, overrides, null);
  }

  /** The same for workers: their files must be those that were looked at when the job was submitted. */
  public TextModelSettings expecting(String id) {
    return new TextModelSettings(source, overrides, id);
  }

  /**
   * The files on this machine.
   *
   * @throws IllegalStateException if they are not those of the expected model
   */
  public TextModelDirectory directory() {
    TextModelDirectory directory = TextModelDirectory.read(source.path(), overrides);
    if (expectedId != null && !directory.id().equals(expectedId)) {
      throw new IllegalStateException("The text model '" + source.setting() + "' is "
          + directory.id() + " on this machine (" + directory.onnx()
          + "), but the job was submitted with " + expectedId
          + "; put the same files on all machines, or submit the job again");
    }
    return directory;
  }
}
