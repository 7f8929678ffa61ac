package org.kingfisherprocess.ocds.upgrade;

import org.kingfisherprocess.ocds.json.JsonObject;
import org.kingfisherprocess.ocds.json.JsonValue;

/// What upgrading lost, or left as it was.
///
/// ```java
/// switch (warning) {
///     case UpgradeWarning.PartyDiffers lost -> note(lost.message());
///     case UpgradeWarning.NotUpgraded kept -> note(kept.path() + " is not of OCDS 1.0");
/// }
/// ```
public sealed interface UpgradeWarning {

    String message();

    /// An organization was met again with other details: those that were met first remain.
    ///
    /// @param role in which it was met again
    /// @param roles those it had until then
    /// @param party how it was met again
    /// @param survivor how it remains
    record PartyDiffers(String role, JsonValue roles, JsonObject party, JsonObject survivor)
            implements UpgradeWarning {
        @Override
        public String message() {
            return "party in \"%s\" role differs from party in %s roles:\n%s\n%s"
                    .formatted(
                            role,
                            PythonText.of(roles),
                            PythonText.of(party),
                            PythonText.of(survivor));
        }
    }

    /// A value that OCDS 1.0 does not allow there: it was kept as it was.
    ///
    /// @param path names and places in lists, each after a slash
    /// @param problem what is wrong about it
    record NotUpgraded(String path, String problem) implements UpgradeWarning {
        @Override
        public String message() {
            return "%s was not upgraded: %s".formatted(path, problem);
        }
    }
}
