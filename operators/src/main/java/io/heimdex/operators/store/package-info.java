/** What a scene leaves in S3: its thumbnail and its sidecar. */
@NullMarked
package io.heimdex.operators.store;

import org.jspecify.annotations.NullMarked;
