package org.kingfisherprocess.service.demo;

import java.io.IOException;
import java.io.OutputStream;
import java.util.OptionalLong;

/// A file that the publisher offers.
///
/// @param name unlike any other's
/// @param dataType as spiders say it
/// @param documents how many releases or records are in it; empty where nobody has counted
record Offer(String name, String dataType, OptionalLong documents, Content content) {
    /// What writes it.
    interface Content {
        void writeTo(OutputStream out) throws IOException;
    }
}
