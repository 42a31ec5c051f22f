package stator.iam.session;

import java.time.Instant;
import java.util.List;
import stator.iam.entity.Document;
import stator.iam.entity.Tag;

/**
 * What temporary credentials stand for.
 *
 * @param accessKey its id
 * @param secret what its holder signs with
 * @param issued when it was made
 * @param expires when it stops to be good
 * @param account of the holder
 * @param kind of whom it is a session
 * @param holder the id of the role or the user; empty for the account's root
 * @param name of the session; empty for one of a user or the root
 * @param policies the texts of policies that limit it
 * @param policyArns the managed policies that limit it
 * @param tags that it was given, or has from the session before
 * @param transitive the keys of the tags that go on to the next session
 * @param sourceIdentity who first said who it is; empty if nobody did
 */
public record Session(
        String accessKey,
        String secret,
        Instant issued,
        Instant expires,
        String account,
        Kind kind,
        String holder,
        String name,
        List<String> policies,
        List<String> policyArns,
        List<Tag> tags,
        List<String> transitive,
        String sourceIdentity) {
    /** Whose session it is. */
    public enum Kind {
        /** Of a role that somebody assumed. */
        ROLE,
        /** Of a user, who is the same in it. */
        USER,
        /** Of the account's root. */
        ROOT,
        /** Of somebody else, who may do what a user may and the session's policies allow. */
        FEDERATED
    }

    public Session {
        policies = List.copyOf(policies);
        policyArns = List.copyOf(policyArns);
        tags = List.copyOf(tags);
        transitive = List.copyOf(transitive);
    }

    /** Whether policies of its own limit it. */
    public boolean isLimited() {
        return !policies.isEmpty() || !policyArns.isEmpty();
    }

    Document document() {
        return new Document()
                .put("Key", accessKey)
                .put("Secret", secret)
                .put("Issued", issued)
                .put("Expires", expires)
                .put("Account", account)
                .put("Kind", kind.name())
                .put("Holder", holder)
                .put("Name", name)
                .put("Policies", policies)
                .put("PolicyArns", policyArns)
                .putTags(tags)
                .put("Transitive", transitive)
                .put("Source", sourceIdentity);
    }

    static Session of(Document document) {
        return new Session(
                document.text("Key"),
                document.text("Secret"),
                document.time("Issued"),
                document.time("Expires"),
                document.text("Account"),
                Kind.valueOf(document.text("Kind")),
                document.text("Holder"),
                document.text("Name"),
                document.texts("Policies"),
                document.texts("PolicyArns"),
                document.tags(),
                document.texts("Transitive"),
                document.text("Source"));
    }

    /** Secrets must not get into logs. */
    @Override
    public String toString() {
        return "Session[" + accessKey + "]";
    }
}
