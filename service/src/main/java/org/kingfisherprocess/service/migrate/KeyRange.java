package org.kingfisherprocess.service.migrate;

/// The keys that are left to walk: `after` < key <= `last`.
record KeyRange(long after, long last) {}
