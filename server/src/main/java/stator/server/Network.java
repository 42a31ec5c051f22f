package stator.server;

import java.util.List;
import java.util.regex.Pattern;
import stator.http.HttpLimits;

/**
 * Who may connect.
 *
 * @param listen where the server listens
 * @param allowRemote whether other machines may connect
 * @param allowedHosts names that requests may give in {@code Host}, beside those of loopback
 * @param corsOrigins origins whose web pages may call
 * @param limits what clients may ask for
 */
public record Network(
        List<Listen> listen,
        boolean allowRemote,
        List<String> allowedHosts,
        List<String> corsOrigins,
        HttpLimits limits) {
    private static final Pattern ORIGIN =
            Pattern.compile(
                    "https?://([a-z0-9_-]+(\\.[a-z0-9_-]+)*|\\[[0-9a-f:.]+\\])(:[0-9]{1,5})?");

    public Network {
        listen = List.copyOf(listen);
        allowedHosts = List.copyOf(allowedHosts);
        corsOrigins = List.copyOf(corsOrigins);
        if (listen.isEmpty()) {
            throw new ConfigurationException("There is no address to listen at.");
        }
        if (!allowRemote) {
            listen.forEach(Network::requireLoopback);
        }
        if (corsOrigins.contains("*")) {
            throw new ConfigurationException(
                    "Every web page could read and change this database with the origin '*',"
                            + " because browsers send what the user may send. Name the origins, such"
                            + " as --cors-origin http://localhost:3000.");
        }
        corsOrigins.forEach(Network::requireOrigin);
    }

    /** An origin is a scheme, a host and perhaps a port, as browsers send it, and nothing else. */
    private static void requireOrigin(String origin) {
        if (!ORIGIN.matcher(origin).matches()) {
            throw new ConfigurationException(
                    "'"
                            + origin
                            + "' is no origin. An origin is scheme, host and port, such as"
                            + " --cors-origin http://localhost:3000.");
        }
    }

    /** A free port of loopback. */
    public static Network loopback() {
        return new Network(
                List.of(new Listen("127.0.0.1", 0, true)),
                false,
                List.of(),
                List.of(),
                HttpLimits.defaults());
    }

    private static void requireLoopback(Listen listen) {
        if (!listen.resolve().getAddress().isLoopbackAddress()) {
            throw new ConfigurationException(
                    "The address '"
                            + listen.host()
                            + "' can be reached from other machines. To let them connect, add"
                            + " --allow-remote: then callers must sign with a key of this server,"
                            + " unless --auth off says that everybody may do everything.");
        }
    }
}
