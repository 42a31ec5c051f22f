package stator.server;

/**
 * Who calls, and which region is meant.
 *
 * @param account twelve digits
 */
record Caller(String account, String region) {
    /** The account of everybody whose access key is not an account number itself. */
    static final String DEFAULT_ACCOUNT = "000000000000";

    private static final int ACCOUNT_DIGITS = 12;

    /** The account that an access key stands for: itself if it is an account number. */
    static String accountOf(String accessKey) {
        boolean isAccount =
                accessKey.length() == ACCOUNT_DIGITS
                        && accessKey.chars().allMatch(digit -> digit >= '0' && digit <= '9');
        return isAccount ? accessKey : DEFAULT_ACCOUNT;
    }
}
