/** Making videos of videos, without decoding. */
@NullMarked
package io.heimdex.local.media;

import org.jspecify.annotations.NullMarked;
