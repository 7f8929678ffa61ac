/// The Open Contracting Data Standard in Java: a library that anybody may use alone.
module org.kingfisherprocess.ocds {
    // Annotations only, but they stand in public signatures.
    requires static transitive org.jspecify;
    requires tools.jackson.core;

    exports org.kingfisherprocess.ocds.format;
    exports org.kingfisherprocess.ocds.json;
    exports org.kingfisherprocess.ocds.merge;
    exports org.kingfisherprocess.ocds.schema;
    exports org.kingfisherprocess.ocds.upgrade;
}
