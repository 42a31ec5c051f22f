package stator.server;

import java.io.PrintStream;
import java.util.Optional;
import stator.identity.account.KeyPair;
import stator.server.security.RootAccount;

/**
 * What a start tells of credentials: which ones will do, and once the secret of a new key.
 *
 * @param url where the server is
 */
record Welcome(Configuration configuration, String url) {
    void write(Optional<KeyPair> newRootKey, PrintStream output) {
        switch (configuration.security().mode()) {
            case OFF -> {
                if (configuration.network().allowRemote()) {
                    output.println(
                            "WARNING: --auth off: everybody who reaches this machine can read and"
                                    + " change everything.");
                }
            }
            case WARN ->
                    output.println(
                            "Callers are looked at, and nobody is refused (--auth warn): see the"
                                    + " log, and x-stator-denied in answers.");
            case ENFORCE ->
                    output.println("Callers must sign with a key of this server (--auth enforce).");
        }
        newRootKey.ifPresent(key -> show(key, output));
        output.printf(
                "Try:  aws dynamodb list-tables --endpoint-url %s%s%n",
                url, configuration.security().isOn() ? "" : "  (any credentials will do)");
    }

    /** Shows a new key, once. */
    static void show(KeyPair key, PrintStream output) {
        output.printf(
                "A key for the root of account %s was made. It is shown this once; keep it:%n"
                        + "  export AWS_ACCESS_KEY_ID=%s%n"
                        + "  export AWS_SECRET_ACCESS_KEY=%s%n",
                RootAccount.NUMBER, key.id(), key.secret());
    }
}
