package io.heimdex.schema;

/** Something that a user of a video's rows should know. @param detail a sentence that names the values */
public record VideoWarning(WarningCode code, String detail) {}
