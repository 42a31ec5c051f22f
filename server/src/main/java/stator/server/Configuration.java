package stator.server;

/** Everything that can be chosen about a server. */
public record Configuration(Network network, Data data, Behaviour behaviour, Services services) {
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
        return new Configuration(network, moved, behaviour, services);
    }

    /** The same for others. */
    public Configuration withNetwork(Network other) {
        return new Configuration(other, data, behaviour, services);
    }
}
