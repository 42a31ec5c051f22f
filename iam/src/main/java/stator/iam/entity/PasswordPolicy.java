package stator.iam.entity;

import java.util.Optional;

/**
 * The rules for passwords of an account's users.
 *
 * @param maxAgeDays 0 if passwords do not expire
 * @param reusePrevention how many old passwords cannot be used again; 0 if all can
 */
public record PasswordPolicy(
        int minimumLength,
        boolean symbols,
        boolean numbers,
        boolean uppercase,
        boolean lowercase,
        boolean usersMayChange,
        int maxAgeDays,
        int reusePrevention,
        Optional<Boolean> hardExpiry) {
    void into(Document document) {
        document.put("MinimumLength", minimumLength)
                .put("Symbols", symbols)
                .put("Numbers", numbers)
                .put("Uppercase", uppercase)
                .put("Lowercase", lowercase)
                .put("UsersMayChange", usersMayChange)
                .put("MaxAgeDays", maxAgeDays)
                .put("ReusePrevention", reusePrevention)
                .put("HardExpiry", hardExpiry.map(Object::toString).orElse(""));
    }

    static Optional<PasswordPolicy> find(Document document) {
        if (document.number("MinimumLength") == 0) {
            return Optional.empty();
        }
        String hard = document.text("HardExpiry");
        return Optional.of(
                new PasswordPolicy(
                        (int) document.number("MinimumLength"),
                        document.isTrue("Symbols"),
                        document.isTrue("Numbers"),
                        document.isTrue("Uppercase"),
                        document.isTrue("Lowercase"),
                        document.isTrue("UsersMayChange"),
                        (int) document.number("MaxAgeDays"),
                        (int) document.number("ReusePrevention"),
                        hard.isEmpty() ? Optional.empty() : Optional.of(hard.equals("true"))));
    }
}
