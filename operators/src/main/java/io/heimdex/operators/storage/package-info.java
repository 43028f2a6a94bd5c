/** Objects in S3. */
@NullMarked
package io.heimdex.operators.storage;

import org.jspecify.annotations.NullMarked;
