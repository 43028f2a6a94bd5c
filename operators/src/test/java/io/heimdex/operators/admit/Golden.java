package io.heimdex.operators.admit;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Objects;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializerSchemaCompatibility;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputDeserializer;

/** State as an earlier release wrote it: the snapshot of its serializer, then one value. */
final class Golden {
  private Golden() {}

  static <T> T read(String resource, Class<T> type) throws IOException {
    DataInputDeserializer in = new DataInputDeserializer(bytes(resource));
    TypeSerializerSnapshot<T> snapshot =
        TypeSerializerSnapshot.readVersionedSnapshot(in, type.getClassLoader());
    TypeSerializerSchemaCompatibility<T> compatibility = TypeInformation.of(type)
        .createSerializer(new SerializerConfigImpl())
        .snapshotConfiguration()
        .resolveSchemaCompatibility(snapshot);
    if (!compatibility.isCompatibleAfterMigration()) {
      throw new IOException("The former " + type.getSimpleName() + " is " + compatibility);
    }
    return snapshot.restoreSerializer().deserialize(in);
  }

  private static byte[] bytes(String resource) throws IOException {
    try (InputStream in =
        Objects.requireNonNull(Golden.class.getResourceAsStream(resource), resource)) {
      String hex = new String(in.readAllBytes(), StandardCharsets.US_ASCII);
      return HexFormat.of().parseHex(hex.replaceAll("\\s", ""));
    }
  }
}
