/** The network between the job and its servers, which can be made to fail. */
@NullMarked
package io.heimdex.local.net;

import org.jspecify.annotations.NullMarked;
