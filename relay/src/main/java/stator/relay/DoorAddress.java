package stator.relay;

import java.util.Optional;

/**
 * Where a server takes what others bring it, and what proves that it is the one: the SHA-256 of its
 * certificate. In the store it is one text.
 */
public record DoorAddress(String host, int port, String fingerprint) {
    private static final String FINGERPRINT = "[0-9a-f]{64}";
    private static final int PORT_MAX = 65_535;

    public DoorAddress {
        if (host.isEmpty() || host.indexOf(' ') >= 0 || port < 1 || port > PORT_MAX) {
            throw new IllegalArgumentException("no address: " + host + ":" + port);
        }
        if (!fingerprint.matches(FINGERPRINT)) {
            throw new IllegalArgumentException("no fingerprint: " + fingerprint);
        }
    }

    /** An address as it stands in the store; empty for what is none. */
    public static Optional<DoorAddress> parse(String text) {
        String[] parts = text.split(" ", -1);
        boolean isOne =
                parts.length == 3
                        && !parts[0].isEmpty()
                        && parts[1].matches("[1-9][0-9]{0,4}")
                        && Integer.parseInt(parts[1]) <= PORT_MAX
                        && parts[2].matches(FINGERPRINT);
        return isOne
                ? Optional.of(new DoorAddress(parts[0], Integer.parseInt(parts[1]), parts[2]))
                : Optional.empty();
    }

    /** This address as it stands in the store. */
    public String text() {
        return host + " " + port + " " + fingerprint;
    }

    /** Host and port, for people. */
    @Override
    public String toString() {
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }
}
