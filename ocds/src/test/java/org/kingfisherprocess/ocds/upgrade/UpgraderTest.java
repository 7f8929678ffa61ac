package org.kingfisherprocess.ocds.upgrade;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.kingfisherprocess.ocds.Fixtures;
import org.kingfisherprocess.ocds.json.JsonArray;
import org.kingfisherprocess.ocds.json.JsonObject;
import org.kingfisherprocess.ocds.json.JsonString;

class UpgraderTest {

    static List<Arguments> pairs() {
        return Fixtures.pairs("upgrade").toList();
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void upgradesAsExpected(JsonObject input, JsonObject expected) {
        var upgraded = Upgrader.upgrade(input.copy());
        var warnings = new JsonArray();
        upgraded.warnings().forEach(warning -> warnings.add(new JsonString(warning.message())));
        assertThat(new JsonObject().put("value", upgraded.value()).put("warnings", warnings))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void upgradesOnlyOnce(JsonObject input, JsonObject expected) {
        var once = Upgrader.upgrade(input.copy());
        if (once.warnings().isEmpty()) {
            var before = once.value().toString();
            var twice = Upgrader.upgrade(once.value());
            assertThat(twice.value()).hasToString(before);
            assertThat(twice.warnings()).isEmpty();
        }
    }
}
