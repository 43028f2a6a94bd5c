package io.heimdex.operators.embed;

import io.heimdex.operators.embed.descriptor.DescriptorModel;
import io.heimdex.operators.model.ImagePreprocessing;
import io.heimdex.operators.model.JointInputs;
import io.heimdex.operators.model.ModelDirectory;
import io.heimdex.operators.model.ModelSource;
import io.heimdex.operators.onnx.OnnxModelFile;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * An image model that a setting names.
 *
 * @param exported what an export's files tell; null for a model that takes bytes and gives vectors of unit length
 */
public record ImageModel(
    OnnxModelFile file, @Nullable Exported exported, ImageModelSettings settings) {

  /** @param joint what is given for a text where the file holds a text tower too */
  public record Exported(ImagePreprocessing preprocessing, JointInputs joint) {}

  public static ImageModel of(ImageModelSettings settings) {
    ModelSource source = settings.source();
    if (source.setting().equals(OnnxImageEmbedderFactory.BUILTIN)) {
      return new ImageModel(
          OnnxModelFile.builtin(DescriptorModel.RESOURCE, DescriptorModel.NAME), null, settings);
    }
    Path path = source.path();
    if (!ModelDirectory.isOne(path)) {
      return new ImageModel(OnnxModelFile.at(path), null, settings);
    }
    ModelDirectory directory = ModelDirectory.read(path);
    return new ImageModel(
        new OnnxModelFile(settings.idOf(directory.id()), directory.onnx(), null),
        new Exported(directory.preprocessing(), directory.jointInputs()),
        settings);
  }
}
