package stator.door.forgery;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import stator.door.forgery.Message.Header;

/**
 * Changes a signed request in a way that changes what it asks for, or who asks. What means the same
 * afterwards, and so may be let in, is not done: other blanks between words, other letters of
 * headers' names, another order of parameters, a second {@code X-Amz-Signature}, which nobody
 * reads.
 */
final class Forgery {
    /** No blanks, no separators of what is changed, and nothing that is a spelling of another. */
    private static final String CHARACTERS =
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

    private static final String SIGNATURE = "Signature=";
    private static final Pattern PART =
            Pattern.compile("(?:Credential|SignedHeaders|Signature)=([^, ]*)");

    private final RandomGenerator random;
    private final List<String> otherKeys;

    /** The last signed request: parts of it are put into the next one. */
    private Message before;

    /**
     * @param otherKeys ids and tokens that the server knows
     */
    Forgery(RandomGenerator random, List<String> otherKeys) {
        this.random = random;
        this.otherKeys = otherKeys;
    }

    /** What one of the changes, or two, make of a signed request; never the same request. */
    Message of(Message signed) {
        Message forged;
        do {
            forged = signed.copy();
            for (int changes = 1 + random.nextInt(2); changes > 0; changes--) {
                change(forged);
            }
        } while (forged.isSame(signed) || before != null && forged.isSame(before));
        before = random.nextInt(16) == 0 || before == null ? signed : before;
        return forged;
    }

    private void change(Message message) {
        switch (random.nextInt(14)) {
            case 0 -> signature(message);
            case 1 -> partOfClaim(message);
            case 2 -> header(message);
            case 3 -> moreHeaders(message);
            case 4 -> lessHeaders(message);
            case 5 -> message.method = other(message.method);
            case 6 -> path(message);
            case 7 -> parameter(message);
            case 8 -> moreParameters(message);
            case 9 -> lessParameters(message);
            case 10 -> body(message);
            case 11 -> anotherCaller(message);
            case 12 -> anotherRequest(message);
            default -> anotherTime(message);
        }
    }

    private String other(String method) {
        List<String> others = new ArrayList<>(List.of("GET", "PUT", "POST", "DELETE", "post", ""));
        others.remove(method);
        return pick(others);
    }

    private <T> T pick(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }

    private String characters(int most) {
        StringBuilder text = new StringBuilder();
        for (int i = 1 + random.nextInt(most); i > 0; i--) {
            text.append(CHARACTERS.charAt(random.nextInt(CHARACTERS.length())));
        }
        return text.toString();
    }

    /** A text with a character replaced, added or left out, or cut off. */
    private String changed(String text) {
        if (text.isEmpty()) {
            return characters(3);
        }
        int at = random.nextInt(text.length());
        return switch (random.nextInt(8)) {
            case 0 -> text.substring(0, at);
            case 1 -> text.substring(0, at) + text.substring(at + 1);
            case 2 -> text.substring(0, at) + characters(1) + text.substring(at);
            default -> text.substring(0, at) + characters(1) + text.substring(at + 1);
        };
    }

    // The claim.

    private void signature(Message message) {
        String claim = claim(message);
        int found = claim.lastIndexOf(SIGNATURE);
        if (found >= 0) {
            int start = found + SIGNATURE.length();
            setClaim(message, claim.substring(0, start) + changed(claim.substring(start)));
        }
    }

    private void partOfClaim(Message message) {
        String claim = claim(message);
        Matcher part = PART.matcher(claim);
        for (int skipped = random.nextInt(3); skipped >= 0 && part.find(); skipped--) {
            if (skipped == 0) {
                setClaim(
                        message,
                        claim.substring(0, part.start(1))
                                + changed(part.group(1))
                                + claim.substring(part.end(1)));
            }
        }
    }

    private static String claim(Message message) {
        return message.isPresigned() ? message.query : message.header("authorization").orElse("");
    }

    private static void setClaim(Message message, String claim) {
        if (message.isPresigned()) {
            message.query = claim;
            return;
        }
        message.headers.replaceAll(header ->
                header.name().equals("authorization")
                        ? new Header("authorization", claim)
                        : header);
    }

    private void anotherCaller(Message message) {
        String mine = random.nextBoolean() ? "(AKIA|ASIA)[A-Z0-9]{16}" : "TOKEN[0-9]";
        String other = pick(otherKeys);
        setClaim(message, claim(message).replaceAll(mine, other));
        message.headers.replaceAll(header ->
                header.name().equals("x-amz-security-token") && random.nextBoolean()
                        ? new Header(header.name(), other)
                        : header);
    }

    /** Parts of one signed request in another one. */
    private void anotherRequest(Message message) {
        if (before == null) {
            return;
        }
        if (before.isPresigned() && message.isPresigned()) {
            message.query = message.query.replaceAll(SIGNATURE + ".*", signatureOf(before));
        } else if (!message.isPresigned() && random.nextBoolean()) {
            message.query = before.query;
        } else if (!before.isPresigned() && !message.isPresigned() && random.nextBoolean()) {
            setClaim(message, claim(before));
        } else if (message.coversBody) {
            message.body = before.body.clone();
            message.path = before.path;
        }
    }

    private static String signatureOf(Message presigned) {
        return presigned.query.substring(presigned.query.indexOf(SIGNATURE));
    }

    private void anotherTime(Message message) {
        String time =
                pick(List.of("20150830T123601Z", "20150830T123559Z", "20250101T000000Z", "now"));
        setClaim(message, claim(message).replaceAll("2015[0-9]{4}T[0-9]{6}Z", time));
        message.headers.replaceAll(header ->
                header.name().equals("x-amz-date") ? new Header("x-amz-date", time) : header);
    }

    // Headers.

    private void header(Message message) {
        if (!message.headers.isEmpty()) {
            int at = random.nextInt(message.headers.size());
            Header header = message.headers.get(at);
            boolean isClaim = header.name().equals("authorization");
            String value = isClaim ? header.value() : changed(header.value());
            message.headers.set(at, new Header(header.name(), value));
        }
    }

    private void moreHeaders(Message message) {
        if (random.nextBoolean() && !message.headers.isEmpty()) {
            Header twice = pick(message.headers);
            message.headers.add(new Header(twice.name(), changed(twice.value())));
            return;
        }
        String name =
                pick(
                        List.of(
                                "x-amz-meta-more",
                                "x-amz-acl",
                                "x-amz-security-token",
                                "x-amz-target",
                                "x-amz-copy-source",
                                "X-Amz-User",
                                "x-amz-content-sha256"));
        int at = random.nextInt(message.headers.size() + 1);
        message.headers.add(at, new Header(name, "0" + characters(8)));
    }

    private void lessHeaders(Message message) {
        if (!message.headers.isEmpty()) {
            message.headers.remove(random.nextInt(message.headers.size()));
        }
    }

    // The line of the request, and the body.

    private void path(Message message) {
        int at = 1 + random.nextInt(message.path.length());
        String more = random.nextInt(4) == 0 ? "%C3%A" + random.nextInt(10) : characters(3);
        message.path = message.path.substring(0, at) + more + message.path.substring(at);
    }

    private List<String> parameters(Message message) {
        return message.query.isEmpty()
                ? new ArrayList<>()
                : new ArrayList<>(Arrays.asList(message.query.split("&")));
    }

    private void parameter(Message message) {
        List<String> parameters = parameters(message);
        if (parameters.isEmpty()) {
            return;
        }
        int at = random.nextInt(parameters.size());
        String changed = changed(parameters.get(at));
        if (!changed.isEmpty()) {
            parameters.set(at, changed);
            message.query = String.join("&", parameters);
        }
    }

    private void moreParameters(Message message) {
        List<String> parameters = parameters(message);
        String name = pick(List.of("Action", "UserName", "X-Amz-Expires", "versionId", "acl"));
        parameters.add(random.nextInt(parameters.size() + 1), name + "=" + characters(4));
        message.query = String.join("&", parameters);
    }

    private void lessParameters(Message message) {
        List<String> parameters = parameters(message);
        if (!parameters.isEmpty()) {
            parameters.remove(random.nextInt(parameters.size()));
            message.query = String.join("&", parameters);
        }
    }

    private void body(Message message) {
        if (!message.coversBody) {
            return;
        }
        if (message.body.length == 0 || random.nextInt(4) == 0) {
            String more = new String(message.body, StandardCharsets.UTF_8) + characters(3);
            message.body = more.getBytes(StandardCharsets.UTF_8);
            return;
        }
        int at = random.nextInt(message.body.length);
        message.body[at] ^= (byte) (1 << random.nextInt(8));
    }
}
