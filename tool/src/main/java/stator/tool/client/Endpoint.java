package stator.tool.client;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import stator.identity.Credentials;

/** Where calls go, for which region, and who makes them. */
public record Endpoint(URI uri, String region, Credentials credentials) {
    /** What stands in the header {@code Host}, which is signed. */
    public String host() {
        boolean isUsual =
                uri.getPort() < 0 || uri.getPort() == (uri.getScheme().equals("https") ? 443 : 80);
        return isUsual ? uri.getHost() : uri.getHost() + ":" + uri.getPort();
    }

    /** Whether a URI is of this machine, where no credentials are needed. */
    public static boolean isLocal(URI uri) {
        String host = uri.getHost();
        if (host.equals("localhost") || host.endsWith(".localhost")) {
            return true;
        }
        boolean isAddress = host.matches("[0-9.]+") || host.startsWith("[");
        try {
            return isAddress && InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    /** For people: where this is. */
    @Override
    public String toString() {
        return uri + " in " + region;
    }
}
