package org.kingfisherprocess.bench.conformance;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.kingfisherprocess.ocds.json.JsonObject;
import org.kingfisherprocess.ocds.json.JsonString;
import org.kingfisherprocess.ocds.upgrade.UpgradeWarning;
import org.kingfisherprocess.ocds.upgrade.Upgrader;

/// Upgrades from 1.0 to 1.1, without moving members to the top. Where the reference fails, ours has
/// to go on and to warn.
final class UpgradeSuite implements Suite {

    @Override
    public String name() {
        return "upgrade";
    }

    @Override
    public Function<JsonObject, List<String>> judge(Path folder) {
        return UpgradeSuite::judge;
    }

    private static List<String> judge(JsonObject one) {
        var expected = Cases.object(one, "expected");
        var input = Cases.object(one, "input");
        var differences = new ArrayList<String>();
        boolean old = Upgrader.isOld(input);
        if (old != new JsonString("1.0").equals(one.get("detected_version"))) {
            differences.add("expected version " + one.get("detected_version"));
        }
        var upgraded = Upgrader.upgrade(input.copy());
        if (expected.has("error")) {
            if (upgraded.warnings().isEmpty()) {
                differences.add("expected a warning, since the reference fails: " + upgraded);
            }
            return differences;
        }
        if (!upgraded.value().equals(Cases.value(expected, "result"))) {
            differences.add(
                    "expected %s but was %s".formatted(expected.get("result"), upgraded.value()));
        }
        var lost =
                upgraded.warnings().stream()
                        .filter(UpgradeWarning.PartyDiffers.class::isInstance)
                        .map(UpgradeWarning::message)
                        .toList();
        if (!lost.equals(Cases.strings(Cases.value(expected, "warnings")))) {
            differences.add(
                    "expected warnings %s but was %s".formatted(expected.get("warnings"), lost));
        }
        return differences;
    }
}
