package stator.server.cluster;

import java.io.IOException;
import java.security.SecureRandom;
import java.time.Clock;
import stator.http.HttpLimits;
import stator.http.MemoryBudget;
import stator.relay.DoorAddress;
import stator.relay.Inside;
import stator.relay.RelayDoor;
import stator.server.ConfigurationException;
import stator.server.security.InnerCertificate;
import stator.server.storage.InnerPlace;
import stator.storage.SharedStore;

/**
 * The door of this server for other servers before the same store.
 *
 * @param address that others find in the store while this server holds it
 */
public record InnerDoor(RelayDoor door, DoorAddress address) implements AutoCloseable {
    private static final String SECRET = "relay";
    private static final int SECRET_BYTES = 32;

    /** What servers before a store know each other by. */
    public static byte[] secret(SharedStore shared) {
        return shared.secret(
                SECRET,
                () -> {
                    byte[] random = new byte[SECRET_BYTES];
                    new SecureRandom().nextBytes(random);
                    return random;
                });
    }

    /**
     * Opens it.
     *
     * @throws ConfigurationException if the address cannot be had
     */
    public static InnerDoor open(
            InnerPlace place, Inside inside, byte[] secret, MemoryBudget budget, Clock clock) {
        InnerCertificate certificate = InnerCertificate.make(clock.instant());
        try {
            RelayDoor door =
                    RelayDoor.listen(
                            place.listen(),
                            inside,
                            certificate.context(),
                            secret,
                            budget,
                            HttpLimits.defaults().bodyBytesMax());
            return new InnerDoor(
                    door, new DoorAddress(place.host(), door.port(), certificate.fingerprint()));
        } catch (IOException e) {
            throw new ConfigurationException(
                    "Cannot listen for other servers at "
                            + place.listen()
                            + " ("
                            + e.getMessage()
                            + "). Choose another port with --cluster-address.");
        }
    }

    /** Whether other servers have come. */
    public boolean hasVisitors() {
        return door.hasVisitors();
    }

    @Override
    public void close() {
        door.close();
    }
}
