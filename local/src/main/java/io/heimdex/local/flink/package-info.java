/** Flink clusters of this machine, in this JVM or in processes of their own, and how a job is run on them. */
@NullMarked
package io.heimdex.local.flink;

import org.jspecify.annotations.NullMarked;
