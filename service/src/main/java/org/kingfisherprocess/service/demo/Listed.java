package org.kingfisherprocess.service.demo;

import java.net.URI;
import java.util.OptionalLong;

/// A file as the publisher's list names it.
record Listed(URI url, String name, String dataType, OptionalLong documents) {}
