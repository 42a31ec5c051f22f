package stator.identity.policy;

import java.util.List;

/**
 * Whom a statement of a resource's policy is about, or whom it is not about.
 *
 * @param names each with its kind: {@code AWS:arn…}, {@code Service:…}; {@code AWS:*} is everybody
 */
record Principals(List<String> names, boolean except) {
    /** How closely a statement names a caller. */
    enum Closeness {
        /** Not at all. */
        NONE,
        /** It names the account, which decides by its own policies whom it means. */
        ACCOUNT,
        /** It names everybody, or the role of which the caller is a session. */
        ROLE,
        /** It names the user or the session itself. */
        SELF
    }

    Principals {
        names = List.copyOf(names);
    }

    Closeness closeness(Caller caller) {
        Closeness closest = Closeness.NONE;
        for (String name : names) {
            Closeness one = closeness(name, caller);
            closest = one.compareTo(closest) > 0 ? one : closest;
        }
        if (!except) {
            return closest;
        }
        return closest == Closeness.NONE ? Closeness.ROLE : Closeness.NONE;
    }

    private static Closeness closeness(String name, Caller caller) {
        String root = "arn:aws:iam::" + caller.account() + ":root";
        if (name.equals("AWS:*")) {
            return caller.role().isEmpty() ? Closeness.SELF : Closeness.ROLE;
        }
        if (name.equals("AWS:" + caller.arn())) {
            return Closeness.SELF;
        }
        if (!caller.role().isEmpty() && name.equals("AWS:" + caller.role())) {
            return Closeness.ROLE;
        }
        boolean isAccount = name.equals("AWS:" + caller.account()) || name.equals("AWS:" + root);
        return isAccount ? Closeness.ACCOUNT : Closeness.NONE;
    }
}
