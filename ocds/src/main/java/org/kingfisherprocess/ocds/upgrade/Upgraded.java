package org.kingfisherprocess.ocds.upgrade;

import java.util.List;
import org.kingfisherprocess.ocds.json.JsonValue;

/// What upgrading came to.
///
/// ```java
/// var upgraded = Upgrader.upgrade(JsonReader.read(bytes));
/// upgraded.warnings().forEach(warning -> System.err.println(warning.message()));
/// ```
///
/// @param value the value that was given, upgraded in place, or untouched if it was not of 1.0
public record Upgraded(JsonValue value, List<UpgradeWarning> warnings) {

    public Upgraded {
        warnings = List.copyOf(warnings);
    }
}
