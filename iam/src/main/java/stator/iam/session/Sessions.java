package stator.iam.session;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import stator.iam.entity.Document;
import stator.identity.account.BrokenSealException;
import stator.identity.account.KeyPair;
import stator.identity.account.SecretSeal;

/**
 * Makes the tokens of sessions and reads them again. Thread-safe.
 *
 * <p>A token is the session, packed and sealed for its access key: nobody else can make one or look
 * into it, and it is as good after a restart as before. Those that were used last are remembered,
 * so that a request does not have to open its token.
 */
public final class Sessions {
    private static final int REMEMBERED_MAX = 10_000;

    /** No session that fits AWS's limits is longer; what claims to be is not ours. */
    private static final int BYTES_MAX = 128 * 1024;

    private final SecretSeal seal;
    private final SecureRandom random;

    /** Guarded by itself. The one that was not used for longest goes first. */
    private final Map<String, Token> remembered =
            new LinkedHashMap<>(16, 0.75f, true) {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Token> eldest) {
                    return size() > REMEMBERED_MAX;
                }
            };

    /** A session and the text that stands for it. */
    public record Token(Session session, String text) {}

    public Sessions(SecretSeal seal, SecureRandom random) {
        this.seal = seal;
        this.random = random;
    }

    /** A new access key for a session. */
    public KeyPair newKey() {
        return KeyPair.make(KeyPair.TEMPORARY, random);
    }

    /** The token of a new session. */
    public Token open(Session session) {
        byte[] sealed = seal.seal(session.accessKey(), packed(session.document().toBytes()));
        Token token = new Token(session, Base64.getEncoder().encodeToString(sealed));
        remember(token);
        return token;
    }

    /** The session of an access key and a token, if the token is one of ours. */
    public Optional<Token> find(String accessKey, String text) {
        if (text.isEmpty() || !accessKey.startsWith(KeyPair.TEMPORARY)) {
            return Optional.empty();
        }
        Optional<Token> known = recall(accessKey).filter(token -> token.text().equals(text));
        return known.isPresent() ? known : read(accessKey, text);
    }

    private Optional<Token> read(String accessKey, String text) {
        try {
            byte[] packed = seal.open(accessKey, Base64.getDecoder().decode(text));
            Token token = new Token(Session.of(Document.of(unpacked(packed))), text);
            remember(token);
            return Optional.of(token);
        } catch (IllegalArgumentException | BrokenSealException | DataFormatException e) {
            // Whoever made it, it was not we.
            return Optional.empty();
        }
    }

    /** The session of an access key that was found not long ago. */
    public Optional<Token> recall(String accessKey) {
        synchronized (remembered) {
            return Optional.ofNullable(remembered.get(accessKey));
        }
    }

    private void remember(Token token) {
        synchronized (remembered) {
            remembered.put(token.session().accessKey(), token);
        }
    }

    private static byte[] packed(byte[] bytes) {
        Deflater deflater = new Deflater();
        try {
            deflater.setInput(bytes);
            deflater.finish();
            ByteArrayOutputStream packed = new ByteArrayOutputStream();
            byte[] part = new byte[1024];
            while (!deflater.finished()) {
                packed.write(part, 0, deflater.deflate(part));
            }
            return packed.toByteArray();
        } finally {
            deflater.end();
        }
    }

    private static byte[] unpacked(byte[] packed) throws DataFormatException {
        Inflater inflater = new Inflater();
        try {
            inflater.setInput(packed);
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            byte[] part = new byte[1024];
            while (!inflater.finished()) {
                int length = inflater.inflate(part);
                if (length == 0 || bytes.size() > BYTES_MAX) {
                    throw new DataFormatException("not a session");
                }
                bytes.write(part, 0, length);
            }
            return bytes.toByteArray();
        } finally {
            inflater.end();
        }
    }

    /** How many bytes something takes in a token. */
    public static int packedSize(String text) {
        return packed(text.getBytes(StandardCharsets.UTF_8)).length;
    }
}
