package io.heimdex.operators.embed;

import java.io.Serializable;
import java.util.List;

/** Opens embedders on the workers. Equal factories open the same model: a process shares one session among them. */
public interface EmbedderFactory<E extends Embedder<?>> extends Serializable {
  E open();

  /**
   * The same model on each device of a worker that it may run on. All slots of a worker get equal ones.
   *
   * @return at least one
   * @throws io.heimdex.operators.onnx.DeviceUnavailableException if the worker has none
   */
  List<? extends EmbedderFactory<E>> on(Worker worker);
}
