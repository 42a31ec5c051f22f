package stator.iam.entity;

/** A name and a value that somebody put on something. */
public record Tag(String key, String value) {}
