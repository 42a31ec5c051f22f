package stator.door.caller;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import stator.door.AuthenticationException;
import stator.door.AuthenticationException.Failure;
import stator.door.Authenticator;
import stator.door.testing.SentRequest;
import stator.door.testing.StandingClock;
import stator.identity.Principal;

/** Who fails too often is told so, and locks out nobody. */
class FailedSignaturesTest {
    private final StandingClock clock = new StandingClock("1970-01-01T00:00:00Z");

    private final FailedSignatures failed = new FailedSignatures(clock);

    private int explained(String address, String key, int tries) {
        int explained = 0;
        for (int i = 0; i < tries; i++) {
            explained += failed.isTooMany(address, key) ? 0 : 1;
        }
        return explained;
    }

    @Test
    void explainsSoManyAtOnceAndSoManyASecond() {
        assertEquals(FailedSignatures.AT_ONCE, explained("a", "k", 1_000));
        clock.advance(Duration.ofSeconds(1));
        assertEquals(FailedSignatures.PER_SECOND, explained("a", "k", 1_000));
        clock.advance(Duration.ofHours(1));
        assertEquals(FailedSignatures.AT_ONCE, explained("a", "k", 1_000));
    }

    @Test
    void tellsKeysAndAddressesApart() {
        explained("a", "k", 1_000);
        assertTrue(failed.isTooMany("a", "k"));
        assertFalse(failed.isTooMany("a", "other"));
        assertFalse(failed.isTooMany("b", "k"));
    }

    @Test
    void aGoodSignatureIsLetInAfterHoweverManyBadOnes() {
        AtomicBoolean isGood = new AtomicBoolean();
        Authenticator verifying =
                (request, scope) -> {
                    if (!isGood.get()) {
                        throw new AuthenticationException(Failure.WRONG_SIGNATURE, "long words");
                    }
                    return Authenticator.Admission.of(Principal.root("000000000000", "r"));
                };
        RefusedCallers callers = new RefusedCallers(verifying, new DenialLog(), clock);
        SentRequest request =
                new SentRequest("POST", "/")
                        .with("Authorization", "AWS4-HMAC-SHA256 Credential=K/x");
        Failure last = Failure.MISSING;
        for (int i = 0; i <= FailedSignatures.AT_ONCE; i++) {
            last =
                    assertThrows(
                                    AuthenticationException.class,
                                    () -> callers.authenticate(request, "dynamodb"))
                            .failure();
        }
        assertEquals(Failure.TOO_MANY, last);
        isGood.set(true);
        assertEquals(
                "000000000000", callers.authenticate(request, "dynamodb").principal().account());
    }
}
