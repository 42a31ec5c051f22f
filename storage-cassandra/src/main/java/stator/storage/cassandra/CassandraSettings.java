package stator.storage.cassandra;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which cluster, and how it is used.
 *
 * @param contactPoints nodes that are asked first; the others are learnt from them
 * @param keyspace made if it is not there
 * @param credentials empty if the cluster lets everybody in
 * @param trust certificates, in PEM, of those who vouch for the nodes; connections are encrypted if
 *     it is there, and with an empty path what Java trusts is trusted
 * @param dataCentre whose nodes are asked; empty for that of the first node that answers
 * @param replication copies of each row, where the keyspace is made
 * @param outbox whether what follows from commits leaves their partition by an outbox, where the
 *     keyspace is made
 * @param slotsMax how many tables of Cassandra share the rows, at most
 * @param leaseDuration after which a server that was not heard of may be replaced
 */
record CassandraSettings(
        List<InetSocketAddress> contactPoints,
        String keyspace,
        Optional<Credentials> credentials,
        Optional<Path> trust,
        Optional<String> dataCentre,
        int replication,
        boolean outbox,
        int slotsMax,
        Duration leaseDuration) {
    static final String SCHEME = "cassandra";
    static final int PORT = 9042;
    static final int SLOTS_MAX = 32;
    static final Duration LEASE = Duration.ofSeconds(4);

    static final String USER = "user";
    static final String PASSWORD = "password";
    static final String TLS = "tls";
    static final String TRUST = "trust";
    static final String DATA_CENTRE = "data-centre";
    static final String REPLICATION = "replication";
    static final String OUTBOX = "outbox";

    private static final Set<String> OPTIONS =
            Set.of(USER, PASSWORD, TLS, TRUST, DATA_CENTRE, REPLICATION, OUTBOX);
    private static final String FORM =
            "An address of a cluster is cassandra://HOST[:PORT],HOST…/KEYSPACE";
    private static final int REPLICATION_MAX = 9;

    /** Who connects. */
    record Credentials(String user, String password) {
        /** Without the password. */
        @Override
        public String toString() {
            return user;
        }
    }

    CassandraSettings {
        contactPoints = List.copyOf(contactPoints);
        if (contactPoints.isEmpty()) {
            throw new IllegalArgumentException(FORM + ".");
        }
        if (!keyspace.matches("[a-z][a-z0-9_]{0,47}")) {
            throw new IllegalArgumentException(
                    FORM + ", and a keyspace has up to 48 of a-z, 0-9 and _, a letter first.");
        }
        if (replication < 1 || replication > REPLICATION_MAX) {
            throw new IllegalArgumentException(
                    "A cluster keeps 1 to " + REPLICATION_MAX + " copies of each row.");
        }
    }

    /**
     * What an address and options say.
     *
     * @throws IllegalArgumentException if they are wrong; the message says what to do
     */
    static CassandraSettings parse(String address, Map<String, String> options) {
        String prefix = SCHEME + "://";
        int slash = address.lastIndexOf('/');
        if (!address.startsWith(prefix) || slash <= prefix.length()) {
            throw new IllegalArgumentException(FORM + ", and this is " + address + ".");
        }
        for (String name : options.keySet()) {
            if (!OPTIONS.contains(name)) {
                throw new IllegalArgumentException("A cluster has no option " + name + ".");
            }
        }
        return new CassandraSettings(
                contactPoints(address.substring(prefix.length(), slash)),
                address.substring(slash + 1),
                credentials(options),
                trust(options),
                Optional.ofNullable(options.get(DATA_CENTRE)),
                number(options.getOrDefault(REPLICATION, "3")),
                Boolean.parseBoolean(options.get(OUTBOX)),
                SLOTS_MAX,
                LEASE);
    }

    private static List<InetSocketAddress> contactPoints(String hosts) {
        List<InetSocketAddress> points = new ArrayList<>();
        for (String host : hosts.split(",", -1)) {
            int colon = host.lastIndexOf(':');
            boolean hasPort = colon >= 0 && !host.endsWith("]");
            String name = hasPort ? host.substring(0, colon) : host;
            if (name.isEmpty()) {
                throw new IllegalArgumentException(FORM + ".");
            }
            points.add(
                    new InetSocketAddress(
                            name, hasPort ? number(host.substring(colon + 1)) : PORT));
        }
        return points;
    }

    private static int number(String text) {
        if (!text.matches("[0-9]{1,5}")) {
            throw new IllegalArgumentException(text + " is no number. " + FORM + ".");
        }
        return Integer.parseInt(text);
    }

    private static Optional<Credentials> credentials(Map<String, String> options) {
        String user = options.get(USER);
        String password = options.get(PASSWORD);
        if (user == null && password == null) {
            return Optional.empty();
        }
        if (user == null || password == null) {
            throw new IllegalArgumentException("A cluster wants both, a user and a password.");
        }
        return Optional.of(new Credentials(user, password));
    }

    private static Optional<Path> trust(Map<String, String> options) {
        if (options.containsKey(TRUST)) {
            return Optional.of(Path.of(options.get(TRUST)));
        }
        return Boolean.parseBoolean(options.get(TLS)) ? Optional.of(Path.of("")) : Optional.empty();
    }

    /** For tests: in another keyspace. */
    CassandraSettings in(String other) {
        return new CassandraSettings(
                contactPoints,
                other,
                credentials,
                trust,
                dataCentre,
                replication,
                outbox,
                slotsMax,
                leaseDuration);
    }

    /** For tests: with fewer tables, and a lease that ends soon. */
    CassandraSettings with(int slots, Duration lease) {
        return new CassandraSettings(
                contactPoints,
                keyspace,
                credentials,
                trust,
                dataCentre,
                replication,
                outbox,
                slots,
                lease);
    }
}
