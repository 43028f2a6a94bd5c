/** From bytes in Kafka to {@code UploadNotice}s: every notification format that is understood. */
@NullMarked
package io.heimdex.operators.notice;

import org.jspecify.annotations.NullMarked;
