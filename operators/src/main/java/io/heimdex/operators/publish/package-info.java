/** Publishing: a video's scenes are collected, staged, and swapped in by one transaction. */
@NullMarked
package io.heimdex.operators.publish;

import org.jspecify.annotations.NullMarked;
