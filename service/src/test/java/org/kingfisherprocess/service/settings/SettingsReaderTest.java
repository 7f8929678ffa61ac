package org.kingfisherprocess.service.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SettingsReaderTest {
    @TempDir private Path home;

    @Test
    void needsNothingConfigured() {
        var settings = read(Map.of());

        assertThat(settings.database()).isEmpty();
        assertThat(settings.apiKeys()).isEmpty();
        assertThat(settings.listen().getPort()).isEqualTo(5000);
        assertThat(settings.listen().getHostString()).isEqualTo("127.0.0.1");
        assertThat(settings.dataDirectory())
                .isEqualTo(home.resolve(".local/share/kingfisher-process"));
    }

    /// A changed default is a changed promise: this test makes it a decision.
    @Test
    void pinsTheDefaultOfEveryLimit() {
        var settings = read(Map.of());

        assertThat(settings.intake().maxBodyBytes()).isEqualTo(107_374_182_400L);
        assertThat(settings.intake().maxFieldBytes()).isEqualTo(1_048_576);
        assertThat(settings.intake().maxHeaderBytes()).isEqualTo(32_768);
        assertThat(settings.intake().maxParts()).isEqualTo(100);
        assertThat(settings.intake().maxRequests()).isEqualTo(1000);
        assertThat(settings.intake().idleTimeout()).isEqualTo(Duration.ofMinutes(5));
        assertThat(settings.intake().headerTimeout()).isEqualTo(Duration.ofSeconds(30));
        assertThat(settings.intake().minBytesPerSecond()).isEqualTo(1024);
        assertThat(settings.intake().backlog()).isEqualTo(4096);
        assertThat(settings.intake().requestTimeout()).isEqualTo(Duration.ofHours(12));
        assertThat(settings.intake().localFileFolders()).isEmpty();
        assertThat(settings.spool())
                .isEqualTo(new Settings.Spool(1L << 30, 1 << 18, 1 << 26, 1000, 400));
        assertThat(settings.load()).isEqualTo(new Settings.Load(2, 5, 500, 32 << 20));
        assertThat(settings.collections()).isEqualTo(new Settings.Collections(false, false, false));
    }

    @Test
    void readsTheConfigurationOfVersion1() throws IOException {
        config(
                """
                [DBHOST]
                HOSTNAME = db.example
                PORT = 5433
                USERNAME = ocdskfp
                PASSWORD =
                DBNAME = kingfisher
                [WEB]
                api_keys: one, two
                [COLLECTION_DEFAULT]
                CHECK_DATA = yes
                [STANDARD_PIPELINE]
                RUN = True
                [REDIS]
                HOST = localhost
                """);
        Files.writeString(
                home.resolve(".pgpass"), "# passwords\ndb.example:5433:*:ocdskfp:se\\:cret\n");

        var settings = read(Map.of());

        assertThat(settings.database())
                .contains(
                        new DatabaseAddress(
                                "db.example", 5433, "kingfisher", "ocdskfp", "se:cret"));
        assertThat(settings.apiKeys()).containsExactly("one", "two");
        assertThat(settings.collections()).isEqualTo(new Settings.Collections(true, false, true));
        assertThat(settings.notices()).singleElement().asString().contains("[REDIS]", "no effect");
    }

    @Test
    void prefersTheEnvironmentToTheFile() throws IOException {
        config("[WEB]\nAPI_KEYS = from-file\n[DBHOST]\nHOSTNAME = elsewhere\n");

        var settings =
                read(
                        Map.of(
                                "KINGFISHER_PROCESS_WEB_API_KEYS",
                                "from-environment",
                                "KINGFISHER_PROCESS_DB_URI",
                                "postgresql://me:p%40ss@host.example/db"));

        assertThat(settings.apiKeys()).containsExactly("from-environment");
        assertThat(settings.database())
                .isEqualTo(
                        Optional.of(new DatabaseAddress("host.example", 5432, "db", "me", "p@ss")));
    }

    @Test
    void tellsEveryProblemAtOnce() throws IOException {
        config("[WEB]\nAPI_KEY = x\n[LIMITS]\nMAX_PARTS = many\n");

        assertThatThrownBy(() ->
                        read(
                                Map.of(
                                        "KINGFISHER_PROCESS_LISTEN", "5000",
                                        "KINGFISHER_PROCESS_MAX_BODY", "much",
                                        "KINGFISHER_PROCESS_DB_URI", "mysql://host/db",
                                        "KINGFISHER_PROCESS_MAX_BODDY", "1")))
                .asInstanceOf(type(SettingsException.class))
                .satisfies(e ->
                        assertThat(e.problems())
                                .hasSize(6)
                                .anySatisfy(problem ->
                                        assertThat(problem)
                                                .contains("[WEB] API_KEY is not a setting"))
                                .anySatisfy(problem ->
                                        assertThat(problem)
                                                .contains("MAX_PARTS", "many", "config.ini"))
                                .anySatisfy(problem ->
                                        assertThat(problem)
                                                .contains("LISTEN (environment)", "HOST:PORT"))
                                .anySatisfy(
                                        problem -> assertThat(problem).contains("MAX_BODY", "much"))
                                .anySatisfy(problem ->
                                        assertThat(problem).contains("DB_URI", "postgresql://"))
                                .anySatisfy(problem -> assertThat(problem).contains("MAX_BODDY")));
    }

    @Test
    void showsWhereEachValueCameFromAndHidesSecrets() {
        var settings = read(Map.of("KINGFISHER_PROCESS_WEB_API_KEYS", "secret"));

        assertThat(settings.inForce())
                .filteredOn(value -> value.setting().equals(Catalogue.API_KEYS))
                .singleElement()
                .satisfies(value -> {
                    assertThat(value.origin()).isEqualTo("environment");
                    assertThat(value.shown()).isEqualTo("(hidden)");
                });
    }

    private Settings read(Map<String, String> environment) {
        return new SettingsReader(environment, home).read();
    }

    private void config(String text) throws IOException {
        var file = home.resolve(".config/ocdskingfisher-process/config.ini");
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
