package stator.server.storage;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import stator.server.ConfigurationException;

/**
 * Where a server takes requests that other servers bring.
 *
 * @param host by which others reach it
 * @param port 0 for any free one
 */
public record InnerPlace(String host, int port) {
    /** Only servers of this machine reach it. */
    public static final InnerPlace LOOPBACK = new InnerPlace("127.0.0.1", 0);

    private static final String ALL_ADDRESSES = "0.0.0.0";
    private static final int PORT_MAX = 65_535;

    /**
     * A place as somebody chose it.
     *
     * @throws ConfigurationException if it is none
     */
    static InnerPlace parse(String text) {
        int colon = text.lastIndexOf(':');
        boolean hasPort = colon >= 0 && !text.endsWith("]") && text.indexOf(':') == colon;
        boolean hasPortAfterBracket = text.startsWith("[") && text.indexOf("]:") == colon - 1;
        boolean split = hasPort || (colon > 0 && hasPortAfterBracket);
        String host = (split ? text.substring(0, colon) : text).replaceAll("^\\[|\\]$", "");
        String port = split ? text.substring(colon + 1) : "0";
        if (host.isEmpty()
                || host.matches(".*[\\s/].*")
                || !port.matches("[0-9]{1,5}")
                || Integer.parseInt(port) > PORT_MAX) {
            throw new ConfigurationException(
                    "--cluster-address takes a name or an address by which the other servers reach"
                            + " this one, and perhaps a port: 10.0.0.4:7700.");
        }
        return new InnerPlace(host, Integer.parseInt(port));
    }

    /**
     * Where to listen: all addresses of this machine, because the name by which others reach it may
     * mean another address here, but for a place on loopback.
     */
    public InetSocketAddress listen() {
        try {
            InetAddress address = InetAddress.getByName(host);
            return new InetSocketAddress(
                    address.isLoopbackAddress() && !isName() ? host : ALL_ADDRESSES, port);
        } catch (UnknownHostException e) {
            throw new ConfigurationException(
                    "Nobody knows the address of --cluster-address " + host + ".");
        }
    }

    private boolean isName() {
        return host.matches(".*[g-zG-Z].*") && !host.equals("localhost");
    }
}
