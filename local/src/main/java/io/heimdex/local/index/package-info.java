/** Indexing files from the command line: upload, notify, follow. */
@NullMarked
package io.heimdex.local.index;

import org.jspecify.annotations.NullMarked;
