package stator.iam.entity;

import java.util.Optional;

/**
 * What is set for a whole account.
 *
 * @param alias another name of the account; empty if it has none
 * @param passwords the rules for passwords, if there are some
 */
public record AccountSettings(String alias, Optional<PasswordPolicy> passwords) {
    /** Nothing is set. */
    public static final AccountSettings NONE = new AccountSettings("", Optional.empty());

    /** The same under another alias; empty for none. */
    public AccountSettings called(String other) {
        return new AccountSettings(other, passwords);
    }

    /** The same with other rules for passwords. */
    public AccountSettings with(Optional<PasswordPolicy> other) {
        return new AccountSettings(alias, other);
    }

    /** What they are kept as. */
    public Document document() {
        Document document = new Document().put("Alias", alias);
        passwords.ifPresent(policy -> policy.into(document));
        return document;
    }

    /** The settings that a document is. */
    public static AccountSettings of(Document document) {
        return new AccountSettings(document.text("Alias"), PasswordPolicy.find(document));
    }
}
