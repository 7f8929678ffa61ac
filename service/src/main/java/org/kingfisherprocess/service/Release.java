package org.kingfisherprocess.service;

import java.util.Optional;

/// The release that runs.
final class Release {
    private Release() {}

    /// Its version, from its jar.
    static String version() {
        return Optional.ofNullable(Release.class.getPackage().getImplementationVersion())
                .orElse("unpackaged");
    }
}
