package org.kingfisherprocess.service.cli;

import java.util.Optional;
import picocli.CommandLine.IVersionProvider;

/// The version of the release that runs, from its jar.
final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
        var version = Optional.ofNullable(Version.class.getPackage().getImplementationVersion());
        return new String[] {"kingfisher-process " + version.orElse("(not packaged)")};
    }
}
