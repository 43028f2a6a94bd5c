/** Tags of scenes: what they show, told by the nearness of pictures and words. */
@NullMarked
package io.heimdex.operators.tag;

import org.jspecify.annotations.NullMarked;
