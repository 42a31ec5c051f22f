package stator.lambda.api;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.Supplier;
import stator.door.Reply;
import stator.lambda.code.CodeStore;
import stator.lambda.function.FunctionVersion;

/**
 * Where the code of functions and layers can be downloaded without credentials, as with AWS's
 * presigned URLs: whoever was told the address may. It holds a secret of this server's.
 */
final class CodePages {
    static final String PATH = "/_lambda/code/";

    private final CodeStore code;
    private final Supplier<String> endpoint;
    private final byte[] secret;

    CodePages(CodeStore code, Supplier<String> endpoint, byte[] secret) {
        this.code = code;
        this.endpoint = endpoint;
        this.secret = secret;
    }

    /** Where the code of a version is; that of a folder is nowhere. */
    String location(FunctionVersion version) {
        return version.folder().isEmpty() ? location(version.codeSha256()) : version.folder();
    }

    String location(String sha256) {
        String name = name(sha256);
        return "http://" + endpoint.get() + PATH + name + "/" + seal(name);
    }

    private static String name(String sha256) {
        return HexFormat.of().formatHex(Base64.getDecoder().decode(sha256));
    }

    private String seal(String name) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(secret);
            digest.update(name.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest.digest(secret), 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }

    /** The archive of a path; empty if it is no path of one. */
    Optional<Reply> answer(String path) {
        String[] parts = path.startsWith(PATH) ? path.substring(PATH.length()).split("/") : null;
        if (parts == null
                || parts.length != 2
                || !parts[0].matches("[0-9a-f]{64}")
                || !MessageDigest.isEqual(
                        parts[1].getBytes(StandardCharsets.UTF_8),
                        seal(parts[0]).getBytes(StandardCharsets.UTF_8))) {
            return Optional.empty();
        }
        String sha256 = Base64.getEncoder().encodeToString(HexFormat.of().parseHex(parts[0]));
        byte[] archive = code.read(sha256);
        return Optional.of(Reply.of(200, "application/zip", archive, archive.length));
    }
}
