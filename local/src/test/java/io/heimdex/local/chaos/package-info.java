/** The chaos command. */
package io.heimdex.local.chaos;
