/** An Apache Kafka broker in this JVM. */
@NullMarked
package io.heimdex.local.kafka;

import org.jspecify.annotations.NullMarked;
