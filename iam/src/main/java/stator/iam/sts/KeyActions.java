package stator.iam.sts;

import java.util.Optional;
import stator.door.ServiceException;
import stator.iam.directory.Directory;
import stator.iam.query.QueryCall;
import stator.iam.query.QueryXml;
import stator.iam.session.Sessions;
import stator.identity.Principal;

/** Whose keys are whose: {@code GetCallerIdentity}, {@code GetAccessKeyInfo}. */
final class KeyActions {
    private static final String BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private static final int PREFIX = 4;

    /** So many characters of an id hold the account's number, after one bit. */
    private static final int ACCOUNT_CHARACTERS = 10;

    private final Directory directory;
    private final Sessions sessions;

    KeyActions(Directory directory, Sessions sessions) {
        this.directory = directory;
        this.sessions = sessions;
    }

    void callerIdentity(QueryCall call, QueryXml result) {
        Principal principal = call.principal();
        result.text("UserId", principal.userId())
                .text("Account", principal.account())
                .text("Arn", principal.arn());
    }

    /** The account of a key of ours; of others, what AWS's own ids say of themselves. */
    void accessKeyInfo(QueryCall call, QueryXml result) {
        String id = call.required("AccessKeyId");
        String account =
                directory
                        .key(id)
                        .map(Directory.KnownKey::account)
                        .or(() -> sessions.recall(id).map(token -> token.session().account()))
                        .or(() -> encodedIn(id))
                        .orElseThrow(() ->
                                StsErrors.validation("The access key ID " + id + " is invalid"));
        result.text("Account", account);
    }

    /**
     * After its prefix, an id of AWS's is a number in base 32, of which 40 bits are the account.
     */
    private static Optional<String> encodedIn(String id) {
        long number = 0;
        for (int i = PREFIX; i < PREFIX + ACCOUNT_CHARACTERS; i++) {
            int digit = i < id.length() ? BASE32.indexOf(id.charAt(i)) : -1;
            if (digit < 0) {
                return Optional.empty();
            }
            number = number * BASE32.length() + digit;
        }
        // 50 bits: the first six bytes are the upper 48, of which one and seven are left out.
        return Optional.of("%012d".formatted((number >> 2 & 0x7fffffffff80L) >> 7));
    }

    /** Nothing here hands out encoded messages, so none is valid. */
    void decodeMessage(QueryCall call, QueryXml result) {
        throw new ServiceException(
                400, "InvalidAuthorizationMessageException", "Message is not valid");
    }
}
