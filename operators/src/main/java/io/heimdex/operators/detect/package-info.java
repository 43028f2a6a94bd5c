/** Decodes segments on a worker thread, and hands features to the task thread. */
@NullMarked
package io.heimdex.operators.detect;

import org.jspecify.annotations.NullMarked;
