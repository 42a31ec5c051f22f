package stator.server.storage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;
import stator.server.ConfigurationException;
import stator.server.Engine;

/** The cluster that tables are kept on, as the command line says it. */
public final class ClusterOptions {
    /** A secret never stands on a command line, where every process can read it. */
    private static final String PASSWORD_VARIABLE = "STATOR_CASSANDRA_PASSWORD";

    private static final String SCHEME = "cassandra://";

    @Option(
            names = "--store",
            paramLabel = "ADDRESS",
            description = {
                "Keep tables on a cluster of Apache Cassandra:"
                        + " cassandra://HOST[:PORT],HOST…/KEYSPACE. Several servers may stand"
                        + " before a keyspace: one holds it, the others bring it what they are"
                        + " asked, and take its place. Default: in the data directory."
            })
    private String address;

    @Option(
            names = "--cluster-address",
            paramLabel = "HOST[:PORT]",
            description = {
                "By which the other servers before the keyspace reach this one; listens at that port"
                        + " for them alone. Default: a free port of loopback, for servers of this"
                        + " machine."
            })
    private String clusterAddress;

    @Option(
            names = "--cassandra-user",
            paramLabel = "NAME",
            description = {
                "Who connects to the cluster. The password is in the file of"
                        + " --cassandra-password-file or in STATOR_CASSANDRA_PASSWORD."
            })
    private String user;

    @Option(
            names = "--cassandra-password-file",
            paramLabel = "FILE",
            description = "The file with the password of --cassandra-user.")
    private Path passwordFile;

    @Option(names = "--cassandra-tls", description = "Connect to the cluster encrypted.")
    private boolean encrypts;

    @Option(
            names = "--cassandra-trust",
            paramLabel = "FILE",
            description = {
                "Connect to the cluster encrypted, and trust nodes whose certificates those in this"
                        + " file (PEM) vouch for. Default: those that Java trusts."
            })
    private Path trust;

    @Option(
            names = "--cassandra-data-centre",
            paramLabel = "NAME",
            description = "Whose nodes are asked. Default: that of the first node that answers.")
    private String dataCentre;

    @Option(
            names = "--cassandra-replication",
            paramLabel = "N",
            description = "Copies of each row, where the keyspace is made. Default: 3.")
    private int replication = 3;

    @Option(
            names = "--cassandra-outbox",
            description = {
                "Let entries of indexes and records of streams follow a write instead of being"
                        + " committed with it, where the keyspace is made: a write is then one"
                        + " lightweight transaction and not one over several partitions. Versions"
                        + " of Stator before this option cannot open such a keyspace. Default: no."
            })
    private boolean hasOutbox;

    /**
     * The engine that was chosen; empty for another than a cluster.
     *
     * @param directory of what lies beside the tables
     * @param libraries the folder of the engine's jars
     * @throws ConfigurationException if the options contradict themselves
     */
    public Optional<Engine> engine(
            Path directory, Path libraries, Map<String, String> environment) {
        if (address == null) {
            if (user != null
                    || passwordFile != null
                    || trust != null
                    || dataCentre != null
                    || hasOutbox
                    || clusterAddress != null) {
                throw new ConfigurationException(
                        "The options --cassandra-… and --cluster-address are of a cluster: give"
                                + " --store, too.");
            }
            return Optional.empty();
        }
        if (!address.startsWith(SCHEME)) {
            throw new ConfigurationException(
                    "--store takes an address like cassandra://10.0.0.1,10.0.0.2/stator.");
        }
        return Optional.of(
                new ClusterEngine(
                        address,
                        options(environment),
                        clusterAddress == null
                                ? InnerPlace.LOOPBACK
                                : InnerPlace.parse(clusterAddress),
                        libraries,
                        new DataFiles(directory, true)));
    }

    private Map<String, String> options(Map<String, String> environment) {
        Map<String, String> options = new HashMap<>();
        if (user != null) {
            options.put("user", user);
            options.put("password", password(environment));
        }
        if (encrypts) {
            options.put("tls", "true");
        }
        if (trust != null) {
            options.put("trust", trust.toString());
        }
        if (dataCentre != null) {
            options.put("data-centre", dataCentre);
        }
        options.put("replication", Integer.toString(replication));
        if (hasOutbox) {
            options.put("outbox", "true");
        }
        return options;
    }

    private String password(Map<String, String> environment) {
        if (passwordFile != null) {
            try {
                return Files.readString(passwordFile).strip();
            } catch (IOException e) {
                throw new ConfigurationException(
                        "The file of --cassandra-password-file cannot be read: " + e);
            }
        }
        String password = environment.get(PASSWORD_VARIABLE);
        if (password == null) {
            throw new ConfigurationException(
                    "--cassandra-user needs a password: in the file of --cassandra-password-file,"
                            + " or in "
                            + PASSWORD_VARIABLE
                            + ".");
        }
        return password;
    }
}
