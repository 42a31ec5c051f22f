package stator.door;

/** Where a service is, behind its nameplate. It is opened by its first request. */
final class Office {
    private final Directory directory;
    private final Nameplate nameplate;
    private volatile boolean isOpen;

    /** Written once, under the lock of this. */
    private Service service;

    Office(Directory directory, Nameplate nameplate) {
        this.directory = directory;
        this.nameplate = nameplate;
    }

    /** Whether it stands in a directory. */
    boolean isIn(Directory other) {
        return directory == other;
    }

    Nameplate nameplate() {
        return nameplate;
    }

    /** Whether the service is there already, so that asking for it takes no time. */
    boolean isOpen() {
        return isOpen;
    }

    Service service() {
        if (!isOpen) {
            open();
        }
        return service;
    }

    private synchronized void open() {
        if (!isOpen) {
            service = nameplate.opener().get();
            isOpen = true;
        }
    }

    synchronized void close() {
        if (isOpen) {
            service.close();
        }
    }
}
