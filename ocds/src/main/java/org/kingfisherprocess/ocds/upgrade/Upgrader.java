package org.kingfisherprocess.ocds.upgrade;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kingfisherprocess.ocds.json.JsonArray;
import org.kingfisherprocess.ocds.json.JsonObject;
import org.kingfisherprocess.ocds.json.JsonString;
import org.kingfisherprocess.ocds.json.JsonValue;

/// Upgrades a package, record or release from OCDS 1.0 to 1.1, in place, as OCDS Kit does.
///
/// A package says its version, and is of 1.0 if it says none; a record or a release is of 1.0 if no
/// release in it has `parties`. What is of another version stays untouched; so does, with a
/// warning, what is not as 1.0 says.
///
/// ```java
/// var release = JsonReader.read("{\"ocid\":\"ocds-213czf-1\",\"buyer\":{\"name\":\"City\"}}");
/// var upgraded = Upgrader.upgrade(release).value(); // has `parties`, which `buyer` refers to
/// ```
public final class Upgrader {

    private static final JsonString NEW_VERSION = new JsonString("1.1");

    private final List<UpgradeWarning> warnings = new ArrayList<>();

    private Upgrader() {}

    /// Changes the value that it is given, unless that is not of 1.0.
    public static Upgraded upgrade(JsonValue value) {
        var upgrader = new Upgrader();
        if (value instanceof JsonObject object && isOld(object)) {
            upgrader.dispatch(object);
        }
        return new Upgraded(value, upgrader.warnings);
    }

    /// Whether a package, record or release is of OCDS 1.0.
    public static boolean isOld(JsonObject object) {
        if (isPackage(object)) {
            var version = object.get("version");
            return version == null || version.equals(new JsonString("1.0"));
        }
        return isRecord(object) ? !anyHasParties(object.get("releases")) : !object.has("parties");
    }

    private static boolean isPackage(JsonObject object) {
        return object.has("records") || (object.has("releases") && !object.has("ocid"));
    }

    private static boolean isRecord(JsonObject object) {
        return object.has("releases") && object.has("ocid");
    }

    private static boolean anyHasParties(@Nullable JsonValue releases) {
        if (releases instanceof JsonArray array) {
            for (var release : array) {
                if (release instanceof JsonObject object && object.has("parties")) {
                    return true;
                }
            }
        }
        return false;
    }

    private void dispatch(JsonObject object) {
        if (!isPackage(object)) {
            upgradeDocument(object, isRecord(object), "");
            return;
        }
        object.put("version", NEW_VERSION);
        var name = object.has("records") ? "records" : "releases";
        upgradeAll(object, name, "");
    }

    private void upgradeAll(JsonObject parent, String name, String path) {
        if (!(parent.get(name) instanceof JsonArray array)) {
            warnings.add(new UpgradeWarning.NotUpgraded(path + "/" + name, "it is not a list"));
            return;
        }
        for (int i = 0; i < array.size(); i++) {
            upgradeDocument(array.get(i), name.equals("records"), path + "/" + name + "/" + i);
        }
    }

    private void upgradeDocument(JsonValue document, boolean record, String path) {
        if (!(document instanceof JsonObject object)) {
            warnings.add(new UpgradeWarning.NotUpgraded(path, "it is not an object"));
        } else if (record) {
            if (object.has("releases")) {
                upgradeAll(object, "releases", path);
            }
            var compiled = object.get("compiledRelease");
            if (compiled != null) {
                upgradeDocument(compiled, false, path + "/compiledRelease");
            }
        } else {
            new ReleaseUpgrade(object, path, warnings::add).run();
        }
    }
}
