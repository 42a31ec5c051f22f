package stator.server;

/** Everything that can be chosen about a server. */
public record Configuration(
        Network network, Data data, Behaviour behaviour, Services services, Security security) {
    public Configuration {
        if (security.isOn() && services.sharedDatabase()) {
            throw new ConfigurationException(
                    "--shared-db gives everybody the same tables, and --auth keeps accounts apart."
                            + " Leave one of them out; with --allow-remote, --auth off is needed"
                            + " for --shared-db.");
        }
    }

    /** A configuration by which everybody may do everything. */
    public Configuration(Network network, Data data, Behaviour behaviour, Services services) {
        this(network, data, behaviour, services, Security.OFF);
    }

    /** A database in memory, on a free port of loopback. */
    public static Configuration inMemory() {
        return new Configuration(
                Network.loopback(),
                Data.in(new Engine.Memory()),
                Behaviour.DEFAULT,
                Services.DEFAULT);
    }

    /** The same with the data in another place. */
    public Configuration withEngine(Engine other) {
        Data moved =
                new Data(other, data.bucketDirectory(), data.s3Endpoint(), data.createsBuckets());
        return new Configuration(network, moved, behaviour, services, security);
    }

    /** The same for others. */
    public Configuration withNetwork(Network other) {
        return new Configuration(other, data, behaviour, services, security);
    }

    /** The same with other rules about who is let in. */
    public Configuration withSecurity(Security other) {
        return new Configuration(network, data, behaviour, services, other);
    }
}
