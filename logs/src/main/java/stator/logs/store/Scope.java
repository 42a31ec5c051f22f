package stator.logs.store;

/** Whose log groups are meant: those of one account in one region. */
public record Scope(String account, String region) {}
