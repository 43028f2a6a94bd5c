package io.heimdex.operators.embed;

import java.io.Serializable;

/** Opens embedders on the workers. Equal factories open the same model: a process shares one session among them. */
public interface EmbedderFactory<E extends Embedder<?>> extends Serializable {
  E open();
}
