package stator.server;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import stator.admin.Administrators;
import stator.database.Database;
import stator.door.Authenticator;
import stator.door.audit.AuditLog;
import stator.door.caller.AuthMode;
import stator.door.caller.BelievedForms;
import stator.http.HttpServer;
import stator.iam.IdentityServices;
import stator.identity.Principal;
import stator.identity.account.Identities;
import stator.identity.account.KeyPair;
import stator.identity.account.SecretSeal;
import stator.server.security.Callers;
import stator.server.security.EncryptedPort;
import stator.server.security.RootAccount;
import stator.server.security.Vault;

/** How a server's callers come in: who is known, how they are looked at, and by which doors. */
final class Entrance {
    private final Configuration configuration;
    private final Clock clock;
    private final Vault vault;
    private final IdentityServices identityServices;
    private final Callers callers;
    private final AuditLog audit;
    private Optional<KeyPair> newRootKey = Optional.empty();

    /**
     * @param seal what secrets in the data are sealed with
     */
    Entrance(
            Configuration configuration,
            Database database,
            Supplier<SecretSeal> seal,
            Clock clock) {
        this.configuration = configuration;
        this.clock = clock;
        vault = new Vault(database.documents(), seal);
        identityServices = new IdentityServices(vault::identities, vault::seal, clock);
        callers = makeCallers();
        audit = makeAudit();
    }

    private Callers makeCallers() {
        Security security = configuration.security();
        if (!security.isOn()) {
            return believed(configuration.services());
        }
        newRootKey = RootAccount.ensure(vault.rootKeys(), security.chosenRootKey());
        return Callers.known(
                security.mode(),
                security.skew(),
                Identities.of(List.of(vault.rootKeys(), identityServices.identities())),
                clock);
    }

    private AuditLog makeAudit() {
        Security security = configuration.security();
        return security.audit()
                .map(place -> new AuditLog(place, identityServices.identities(), clock))
                .orElse(AuditLog.OFF);
    }

    /** Everybody is believed; as far as the tables are shared, everybody is the same caller. */
    static Callers believed(Services services) {
        Callers believed = Callers.believed();
        if (!services.sharedDatabase()) {
            return believed;
        }
        Principal everybody = Principal.root(Principal.DEFAULT_ACCOUNT, services.region());
        Authenticator shared =
                (request, scope) -> {
                    believed.authenticator().authenticate(request, scope);
                    return Authenticator.Admission.of(everybody.at(request.source()));
                };
        return new Callers(
                shared, BelievedForms.of(everybody), believed.authorizer(), believed.denials());
    }

    IdentityServices identityServices() {
        return identityServices;
    }

    Callers callers() {
        return callers;
    }

    AuditLog audit() {
        return audit;
    }

    /** Who may use what is ours; empty if everybody may. */
    Optional<Administrators> administrators() {
        Security security = configuration.security();
        return security.isOn()
                ? Optional.of(
                        new Administrators(
                                callers.authenticator(),
                                callers.authorizer(),
                                security.mode() == AuthMode.ENFORCE,
                                security.metricsToken(),
                                vault.rootKeys()))
                : Optional.empty();
    }

    /** Begins to take encrypted connections, if that was chosen. */
    static Optional<EncryptedPort> encryptedPort(
            Configuration configuration, HttpServer http, Instant now) {
        Network network = configuration.network();
        return EncryptedPort.open(
                configuration.security().tls(),
                http,
                network.listen().stream()
                        .filter(Listen::required)
                        .map(Listen::host)
                        .distinct()
                        .toList(),
                network.allowedHosts(),
                configuration.data().engine()::certificates,
                now);
    }

    /** The root's access key, if this start made it. */
    Optional<KeyPair> newRootKey() {
        return newRootKey;
    }
}
