package stator.identity;

import java.net.InetAddress;

/**
 * Who calls, and from where.
 *
 * @param account twelve digits; empty if nobody said who calls
 * @param arn of the user, the role's session or the account's root
 * @param userId the id that IAM gave it
 * @param session the name of the session of a role; empty if there is none
 * @param accessKey the id of the key that the request was signed with; empty if nobody looked
 * @param region the region that the caller signed for
 * @param source the address that the request came from
 */
public record Principal(
        String account,
        String arn,
        String userId,
        String session,
        String accessKey,
        String region,
        InetAddress source) {
    /** The account of everybody whose access key is not an account number itself. */
    public static final String DEFAULT_ACCOUNT = "000000000000";

    private static final int ACCOUNT_DIGITS = 12;

    public Principal {
        if (!account.isEmpty() && !isAccount(account)) {
            throw new IllegalArgumentException("no account number: " + account);
        }
    }

    /** The root of an account, calling from this machine. */
    public static Principal root(String account, String region) {
        return root(account, region, InetAddress.getLoopbackAddress());
    }

    /** The root of an account. */
    public static Principal root(String account, String region, InetAddress source) {
        return new Principal(
                account, "arn:aws:iam::" + account + ":root", account, "", "", region, source);
    }

    /** Somebody who did not say who it is. */
    public static Principal unknown(InetAddress source) {
        return new Principal("", "", "", "", "", "", source);
    }

    /** The account that an access key stands for: itself if it is an account number. */
    public static String accountOf(String accessKey) {
        return isAccount(accessKey) ? accessKey : DEFAULT_ACCOUNT;
    }

    private static boolean isAccount(String text) {
        boolean fits = text.length() == ACCOUNT_DIGITS;
        for (int i = 0; fits && i < ACCOUNT_DIGITS; i++) {
            fits = text.charAt(i) >= '0' && text.charAt(i) <= '9';
        }
        return fits;
    }

    /** The same caller at another address. */
    public Principal at(InetAddress other) {
        return other.equals(source)
                ? this
                : new Principal(account, arn, userId, session, accessKey, region, other);
    }
}
