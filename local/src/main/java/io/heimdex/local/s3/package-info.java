/** An S3 server in this JVM, with bucket notifications. */
@NullMarked
package io.heimdex.local.s3;

import org.jspecify.annotations.NullMarked;
