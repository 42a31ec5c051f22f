package stator.server;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;

/**
 * An address to listen at.
 *
 * @param host a name or an address of this machine
 * @param port 0 for any free one
 * @param required whether the server is of no use without it; if not, it is left out with a warning
 */
public record Listen(String host, int port, boolean required) {
    public Listen {
        if (port < 0 || port > 65_535) {
            throw new ConfigurationException(
                    "Port " + port + " does not exist. Choose one from 1 to 65535, or 0 for any.");
        }
    }

    InetSocketAddress resolve() {
        try {
            return new InetSocketAddress(InetAddress.getByName(host), port);
        } catch (UnknownHostException e) {
            throw new ConfigurationException(
                    "The address '" + host + "' cannot be found. Choose one of this machine's.");
        }
    }
}
