package io.heimdex.local.bench;

import io.heimdex.schema.EmbeddedScene;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;

/** Tells a {@link SceneGate} of each scene that is embedded. */
final class SceneCounter implements Sink<EmbeddedScene> {
  private static final long serialVersionUID = 1L;

  private final int gate;

  SceneCounter(int gate) {
    this.gate = gate;
  }

  @Override
  public SinkWriter<EmbeddedScene> createWriter(WriterInitContext context) {
    return new SinkWriter<>() {
      @Override
      public void write(EmbeddedScene scene, Context ignored) {
        SceneGate.of(gate).leave(scene);
      }

      @Override
      public void flush(boolean endOfInput) {}

      @Override
      public void close() {}
    };
  }
}
