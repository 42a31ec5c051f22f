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
        /** It names the role that the caller is a session of, or the user who federated. */
        ORIGIN,
        /**
         * It names the user or the session itself, or everybody: "permissions boundaries and
         * session policies do not limit permissions granted using the aws:PrincipalArn condition
         * key with a wildcard(*) in the Principal element" (IAM User Guide, policy evaluation
         * logic).
         */
        SELF
    }

    Principals {
        names = List.copyOf(names);
    }

    /** Whether nobody is left out. */
    boolean isEverybody() {
        return except || names.contains("AWS:*");
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
        return closest == Closeness.NONE ? Closeness.SELF : Closeness.NONE;
    }

    private static Closeness closeness(String name, Caller caller) {
        String root = "arn:aws:iam::" + caller.account() + ":root";
        if (name.equals("AWS:*")
                || name.equals("AWS:" + caller.arn())
                || name.equals("Federated:" + caller.arn())) {
            return Closeness.SELF;
        }
        if (!caller.origin().isEmpty() && name.equals("AWS:" + caller.origin())) {
            return Closeness.ORIGIN;
        }
        boolean isAccount = name.equals("AWS:" + caller.account()) || name.equals("AWS:" + root);
        return isAccount ? Closeness.ACCOUNT : Closeness.NONE;
    }
}
