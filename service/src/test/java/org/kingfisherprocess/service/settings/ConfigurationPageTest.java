package org.kingfisherprocess.service.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/// The page about the configuration lists every setting as the code has it.
final class ConfigurationPageTest {
    @Test
    void listsEverySettingWithItsDefaultAndMeaning() throws IOException {
        var page = Files.readString(Path.of("..", "docs", "configuration.md"));

        for (var setting : Catalogue.ALL) {
            assertThat(page).contains(row(setting));
        }
    }

    private static String row(Setting setting) {
        int dot = setting.iniKey().indexOf('.');
        return "| `%s` | `[%s] %s` | %s | %s |%n"
                .formatted(
                        setting.name(),
                        setting.iniKey().substring(0, dot),
                        setting.iniKey().substring(dot + 1),
                        setting.defaultText().isEmpty() ? "" : "`" + setting.defaultText() + "`",
                        setting.meaning());
    }
}
