/** Broken and hostile videos, made from good ones by a seed, and what the job makes of them. */
@NullMarked
package io.heimdex.local.torture;

import org.jspecify.annotations.NullMarked;
