package org.kingfisherprocess.ocds.schema;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/// What getting extensions may cost, and where it may go.
///
/// ```java
/// var settings = ExtensionSettings.DEFAULT.cachedIn(Path.of("/var/cache/kingfisher/extensions"));
/// var extensions = new Extensions(settings);
/// ```
///
/// @param maxFileBytes the longest file; an archive may be as long as all of its files together
/// @param maxFiles the most files of an archive, and the most codelists
/// @param timeout for one file, redirects included
/// @param maxRedirects how often a server may send us elsewhere
/// @param cache the folder in which files from the web are kept, if any
/// @param cacheFor how long a file of the cache is good; afterwards it is only used when the web
///   fails
/// @param trustedHosts hosts that may have any address and port: one's own mirror, or a test's
///   server
public record ExtensionSettings(
        int maxFileBytes,
        int maxFiles,
        Duration timeout,
        int maxRedirects,
        Optional<Path> cache,
        Duration cacheFor,
        Set<String> trustedHosts) {

    /// The largest patch among the registered extensions is below 200 kB, the most files below 60,
    /// and most answers come within a second.
    public static final ExtensionSettings DEFAULT =
            new ExtensionSettings(
                    4_000_000,
                    500,
                    Duration.ofSeconds(20),
                    5,
                    Optional.empty(),
                    Duration.ofDays(1),
                    Set.of());

    public ExtensionSettings {
        if (maxFileBytes < 1 || maxFiles < 1 || maxRedirects < 0) {
            throw new IllegalArgumentException(
                    "limits of extensions must be positive, were %d bytes, %d files, %d redirects"
                            .formatted(maxFileBytes, maxFiles, maxRedirects));
        }
        if (!timeout.isPositive()) {
            throw new IllegalArgumentException("timeout must be positive, was " + timeout);
        }
        trustedHosts = Set.copyOf(trustedHosts);
    }

    public ExtensionSettings cachedIn(Path folder) {
        return new ExtensionSettings(
                maxFileBytes,
                maxFiles,
                timeout,
                maxRedirects,
                Optional.of(folder),
                cacheFor,
                trustedHosts);
    }

    public ExtensionSettings trusting(Set<String> hosts) {
        return new ExtensionSettings(
                maxFileBytes, maxFiles, timeout, maxRedirects, cache, cacheFor, hosts);
    }

    public ExtensionSettings within(Duration time) {
        return new ExtensionSettings(
                maxFileBytes, maxFiles, time, maxRedirects, cache, cacheFor, trustedHosts);
    }
}
