package stator.identity.policy;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** A range of addresses: {@code 203.0.113.0/24}, {@code 2001:db8::/32}, or one address. */
public final class AddressRange {
    private AddressRange() {}

    /** Whether an address is in a range; not if one of the two is none. */
    public static boolean contains(String range, String address) {
        int slash = range.indexOf('/');
        byte[] first = bytes(slash < 0 ? range : range.substring(0, slash));
        byte[] bytes = bytes(address);
        int bits = slash < 0 ? first.length * 8 : prefix(range.substring(slash + 1));
        if (first.length == 0
                || first.length != bytes.length
                || bits < 0
                || bits > first.length * 8) {
            return false;
        }
        for (int i = 0; i < bits; i++) {
            int mask = 0x80 >> i % 8;
            if ((first[i / 8] & mask) != (bytes[i / 8] & mask)) {
                return false;
            }
        }
        return true;
    }

    private static int prefix(String text) {
        boolean fits =
                !text.isEmpty()
                        && text.length() <= 3
                        && text.chars().allMatch(c -> c >= '0' && c <= '9');
        return fits ? Integer.parseInt(text) : -1;
    }

    /** The bytes of an address. Names are none: looking them up would ask the network. */
    private static byte[] bytes(String text) {
        boolean isAddress =
                !text.isEmpty()
                        && text.chars()
                                .allMatch(c -> Character.digit(c, 16) >= 0 || c == '.' || c == ':');
        boolean isSix = text.indexOf(':') >= 0;
        if (!isAddress || !isSix && !text.matches("[0-9]{1,3}(\\.[0-9]{1,3}){3}")) {
            return new byte[0];
        }
        try {
            return InetAddress.getByName(text).getAddress();
        } catch (UnknownHostException e) {
            return new byte[0];
        }
    }
}
