/// Owns the listening socket, and starts, watches and replaces the processes that serve. Reads the
/// JDK alone, since it outlives the releases that it starts.
module org.kingfisherprocess.supervisor {
    // Annotations only, but they stand in public signatures.
    requires static transitive org.jspecify;
    // Where Java keeps signals.
    requires jdk.unsupported;

    exports org.kingfisherprocess.supervisor.child;
    exports org.kingfisherprocess.supervisor.posix;
    exports org.kingfisherprocess.supervisor.wire;
}
