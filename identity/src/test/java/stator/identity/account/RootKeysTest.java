package stator.identity.account;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class RootKeysTest {
    private static final String ACCOUNT = "123456789012";

    private final IdentityStore records = IdentityStore.inMemory();
    private final SecretSeal seal = SecretSeal.ofProcess();

    @Test
    void keepsKeysForTheNextStart() {
        KeyPair made = new RootKeys(records, seal).make(ACCOUNT);

        RootKeys next = new RootKeys(records, seal);

        AccessKey found = next.find(made.id(), "").orElseThrow();
        assertEquals(made.secret(), found.secret());
        assertEquals("arn:aws:iam::123456789012:root", found.arn());
        assertEquals(List.of(made.id()), next.ids(ACCOUNT));
        assertTrue(next.policies(made.id()).orElseThrow().caller().isRoot());
    }

    @Test
    void forgetsKeysThatWereRemoved() {
        RootKeys keys = new RootKeys(records, seal);
        KeyPair made = keys.make(ACCOUNT);
        long before = keys.version();

        keys.remove(ACCOUNT, made.id());

        assertTrue(keys.find(made.id(), "").isEmpty());
        assertTrue(keys.policies(made.id()).isEmpty());
        assertTrue(keys.version() > before);
        assertTrue(new RootKeys(records, seal).isEmpty());
    }

    @Test
    void movesAKeyToAnotherAccount() {
        RootKeys keys = new RootKeys(records, seal);
        KeyPair made = keys.make(ACCOUNT);

        keys.put("210987654321", made);

        assertEquals(List.of(), new RootKeys(records, seal).ids(ACCOUNT));
        assertEquals(List.of(made.id()), new RootKeys(records, seal).ids("210987654321"));
    }

    @Test
    void keepsNoSecretInTheClear() {
        KeyPair made = new RootKeys(records, seal).make(ACCOUNT);

        byte[] kept = records.all("RootKey").getFirst().bytes();

        String text = new String(kept, StandardCharsets.ISO_8859_1);
        assertFalse(text.contains(made.secret()));
        assertFalse(made.toString().contains(made.secret()));
    }

    @Test
    void refusesRecordsThatWereSealedWithAnotherKey() {
        new RootKeys(records, seal).make(ACCOUNT);

        SecretSeal other = SecretSeal.ofProcess();

        assertThrows(BrokenSealException.class, () -> new RootKeys(records, other));
    }

    @Test
    void opensOnlyWhatWasSealedForTheSameNameAndIsUnchanged() {
        byte[] secret = "secret".getBytes(StandardCharsets.UTF_8);
        byte[] sealed = seal.seal("a", secret);

        assertArrayEquals(secret, seal.open("a", sealed));
        assertThrows(BrokenSealException.class, () -> seal.open("b", sealed));
        for (int i = 0; i < sealed.length; i++) {
            byte[] changed = sealed.clone();
            changed[i] ^= 1;
            assertThrows(BrokenSealException.class, () -> seal.open("a", changed), "byte " + i);
        }
        assertThrows(BrokenSealException.class, () -> seal.open("a", new byte[5]));
    }

    @Test
    void asksSeveralGroupsInOrder() {
        RootKeys one = new RootKeys(IdentityStore.inMemory(), seal);
        RootKeys other = new RootKeys(IdentityStore.inMemory(), seal);
        KeyPair made = other.make(ACCOUNT);

        Identities both = Identities.of(List.of(one, other));

        assertEquals(made.id(), both.find(made.id(), "").orElseThrow().id());
        assertTrue(both.policies(made.id()).isPresent());
        assertEquals(one.version() + other.version(), both.version());
    }
}
