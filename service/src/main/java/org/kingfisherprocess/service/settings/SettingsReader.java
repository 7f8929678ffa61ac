package org.kingfisherprocess.service.settings;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// Reads the settings: the environment wins over `config.ini`, which wins over the defaults.
public final class SettingsReader {
    static final String DEFAULT = "default";

    private static final String CONFIG_FILE = "KINGFISHER_PROCESS_CONFIG";
    private static final String PREFIX = "KINGFISHER_PROCESS_";

    /// Variables of the launcher and the tests, which are not settings of the application.
    private static final Set<String> OTHER_VARIABLES =
            Set.of(
                    CONFIG_FILE,
                    PREFIX + "JAVA_HOME",
                    PREFIX + "JAVA_OPTIONS",
                    PREFIX + "SERVER_JAVA_OPTIONS",
                    PREFIX + "WORKER_JAVA_OPTIONS",
                    PREFIX + "TEST_POSTGRES_BIN");

    /// Variables of other programs that say where something lies.
    private static final Set<String> PLACES = Set.of("XDG_DATA_HOME", "PGPASSFILE", "HOME");

    private static final Map<String, String> NO_LONGER_USED =
            Map.of(
                    "REDIS",
                            "there is no Redis any more: the queue is a table and workers run inside the service",
                    "SENTRY", "errors are logged, and nothing is sent to Sentry by this version");

    private final Map<String, String> environment;
    private final Path home;

    /// @param environment the process's environment variables
    /// @param home the user's home folder
    public SettingsReader(Map<String, String> environment, Path home) {
        this.environment = Map.copyOf(environment);
        this.home = home;
    }

    /// All that another process of this program needs in its environment to read the same settings.
    public Map<String, String> environment() {
        var needed = new TreeMap<String, String>();
        environment.forEach((name, value) -> {
            if (name.startsWith(PREFIX) || PLACES.contains(name)) {
                needed.put(name, value);
            }
        });
        needed.put(CONFIG_FILE, configFile().toString());
        return needed;
    }

    /// Where the configuration file is looked for: version 1's place, unless
    /// `KINGFISHER_PROCESS_CONFIG` names another.
    public Path configFile() {
        var named = environment.get(CONFIG_FILE);
        return named == null
                ? home.resolve(".config/ocdskingfisher-process/config.ini")
                : Path.of(named);
    }

    /// Every setting that there is, whatever is set.
    public static List<Setting> catalogue() {
        return Catalogue.ALL;
    }

    /// Reads and checks everything.
    ///
    /// @throws SettingsException with every problem found
    public Settings read() {
        var problems = new ArrayList<String>();
        var file = configFile();
        var ini = readIni(file, problems);
        var texts = new LinkedHashMap<Setting, SettingInForce>();
        for (var setting : Catalogue.ALL) {
            texts.put(setting, inForce(setting, ini, file));
        }
        refuseUnknown(ini, file, problems);
        var values = new Values(texts, problems);
        var settings = settings(values, problems, texts, notices(ini, file));
        if (!problems.isEmpty()) {
            throw new SettingsException(problems);
        }
        return settings;
    }

    private Settings settings(
            Values values,
            List<String> problems,
            Map<Setting, SettingInForce> texts,
            List<String> notices) {
        return new Settings(
                Path.of(values.text(Catalogue.DATA_DIR)).toAbsolutePath().normalize(),
                values.address(Catalogue.LISTEN),
                database(values, problems),
                values.list(Catalogue.API_KEYS),
                new Settings.Collections(
                        values.truth(Catalogue.CHECK_DATA),
                        values.truth(Catalogue.CHECK_OLDER),
                        values.truth(Catalogue.STANDARD_PIPELINE)),
                intake(values),
                new Settings.Processes(
                        values.duration(Catalogue.START_LIMIT),
                        values.duration(Catalogue.DRAIN_LIMIT),
                        values.duration(Catalogue.STOP_LIMIT)),
                new Settings.Spool(
                        values.bytes(Catalogue.SPOOL_RESERVE, 0, 1L << 50),
                        (int) values.bytes(Catalogue.SPOOL_INLINE, 1 << 10, 1 << 26),
                        (int) values.bytes(Catalogue.SPOOL_SEGMENT, 1 << 20, 1 << 30),
                        values.whole(Catalogue.SPOOL_WINDOW, 10, 1_000_000),
                        values.whole(Catalogue.JOURNAL_DAYS, 1, 36_500)),
                new Settings.Load(
                        values.whole(Catalogue.LOADERS, 1, 64),
                        values.whole(Catalogue.LOAD_TRIES, 1, 1000),
                        values.whole(Catalogue.MAX_DEPTH, 10, 5000),
                        (int) values.bytes(Catalogue.MAX_DOCUMENT, 1 << 10, 255 << 20)),
                deploy(values),
                new Settings.Migration(values.list(Catalogue.NEVER_CANCEL)),
                new Settings.Steps(
                        values.whole(Catalogue.STEP_WORKERS, 1, 64),
                        values.whole(Catalogue.STEP_TRIES, 1, 1000),
                        values.truth(Catalogue.EXTENSIONS),
                        values.duration(Catalogue.EXTENSION_TIMEOUT)),
                new Settings.Retention(
                        values.oneOf(Catalogue.RETENTION, Settings.RetentionMode.class),
                        values.days(Catalogue.RETENTION_OLD),
                        values.days(Catalogue.RETENTION_NEVER_ENDED),
                        values.days(Catalogue.RETENTION_EMPTY),
                        values.truth(Catalogue.RETENTION_KEEP_ONE)),
                List.copyOf(texts.values()),
                notices);
    }

    private static Settings.Deploy deploy(Values values) {
        return new Settings.Deploy(
                values.folder(Catalogue.INSTALL_DIR),
                values.folder(Catalogue.CHECKOUT_DIR),
                values.whole(Catalogue.KEEP_RELEASES, 2, 1000),
                values.duration(Catalogue.BUSY_WINDOW),
                values.duration(Catalogue.LONG_QUERY),
                values.duration(Catalogue.VERIFY_FOR),
                values.percent(Catalogue.MOST_ERRORS),
                values.uri(Catalogue.SCRAPYD_URL),
                values.text(Catalogue.SCRAPYD_PROJECT));
    }

    private static Settings.Intake intake(Values values) {
        return new Settings.Intake(
                values.bytes(Catalogue.MAX_BODY, 1 << 10, 1L << 50),
                (int) values.bytes(Catalogue.MAX_FIELD, 1 << 10, 1 << 28),
                (int) values.bytes(Catalogue.MAX_HEADER, 1 << 10, 1 << 20),
                values.whole(Catalogue.MAX_PARTS, 20, 100_000),
                values.duration(Catalogue.HEADER_TIMEOUT),
                values.duration(Catalogue.IDLE_TIMEOUT),
                values.duration(Catalogue.REQUEST_TIMEOUT),
                values.bytes(Catalogue.MIN_RATE, 0, 1L << 30),
                values.whole(Catalogue.MAX_REQUESTS, 1, 100_000),
                values.whole(Catalogue.BACKLOG, 1, 1 << 20),
                values.folders(Catalogue.LOCAL_FILE_FOLDERS));
    }

    private Optional<DatabaseAddress> database(Values values, List<String> problems) {
        if (values.isSet(Catalogue.DB_URI)) {
            return fromUri(values, problems);
        }
        if (!values.isSet(Catalogue.DB_HOSTNAME)) {
            return Optional.empty();
        }
        var host = values.text(Catalogue.DB_HOSTNAME);
        int port = values.whole(Catalogue.DB_PORT, 1, 65535);
        var user = values.text(Catalogue.DB_USERNAME);
        var name = values.text(Catalogue.DB_NAME);
        var password = values.text(Catalogue.DB_PASSWORD);
        return Optional.of(
                new DatabaseAddress(
                        host,
                        port,
                        name,
                        user,
                        password.isEmpty() ? fromPgPass(host, port, name, user) : password));
    }

    private Optional<DatabaseAddress> fromUri(Values values, List<String> problems) {
        try {
            var uri = URI.create(values.text(Catalogue.DB_URI));
            if (!Set.of("postgresql", "postgres").contains(String.valueOf(uri.getScheme()))
                    || uri.getHost() == null
                    || uri.getPath().length() < 2) {
                throw new IllegalArgumentException("scheme, host or database is missing");
            }
            var userInfo = Optional.ofNullable(uri.getRawUserInfo()).orElse("");
            int colon = userInfo.indexOf(':');
            var user = decode(colon < 0 ? userInfo : userInfo.substring(0, colon));
            int port = uri.getPort() < 0 ? 5432 : uri.getPort();
            var name = uri.getPath().substring(1);
            var password =
                    colon < 0
                            ? fromPgPass(uri.getHost(), port, name, user)
                            : decode(userInfo.substring(colon + 1));
            return Optional.of(new DatabaseAddress(uri.getHost(), port, name, user, password));
        } catch (IllegalArgumentException _) {
            problems.add(
                    Catalogue.DB_URI.name()
                            + " is not postgresql://user:password@host:port/database");
            return Optional.empty();
        }
    }

    private static String decode(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private String fromPgPass(String host, int port, String database, String user) {
        var file =
                Optional.ofNullable(environment.get("PGPASSFILE"))
                        .map(Path::of)
                        .orElse(home.resolve(".pgpass"));
        if (!Files.isReadable(file)) {
            return "";
        }
        return PgPass.parse(lines(file)).password(host, port, database, user).orElse("");
    }

    private SettingInForce inForce(Setting setting, IniFile ini, Path file) {
        var fromEnvironment = environment.get(setting.name());
        if (fromEnvironment != null && !fromEnvironment.isEmpty()) {
            return new SettingInForce(setting, fromEnvironment, "environment");
        }
        var fromFile = ini.value(setting.iniKey());
        if (fromFile.isPresent()) {
            return new SettingInForce(setting, fromFile.get(), file.toString());
        }
        var value =
                setting.equals(Catalogue.DATA_DIR)
                        ? defaultDataDirectory().toString()
                        : setting.defaultText();
        return new SettingInForce(setting, value, DEFAULT);
    }

    private Path defaultDataDirectory() {
        var shared = environment.get("XDG_DATA_HOME");
        var base =
                shared == null || shared.isEmpty() ? home.resolve(".local/share") : Path.of(shared);
        return base.resolve("kingfisher-process");
    }

    private static IniFile readIni(Path file, List<String> problems) {
        if (!Files.exists(file)) {
            return IniFile.EMPTY;
        }
        if (!Files.isReadable(file)) {
            problems.add("%s exists but cannot be read: check its owner and mode".formatted(file));
            return IniFile.EMPTY;
        }
        var ini = IniFile.parse(lines(file), file.toString());
        problems.addAll(ini.problems());
        return ini;
    }

    private void refuseUnknown(IniFile ini, Path file, List<String> problems) {
        var keys = Catalogue.ALL.stream().map(Setting::iniKey).collect(Collectors.toSet());
        var names = Catalogue.ALL.stream().map(Setting::name).collect(Collectors.toSet());
        for (var key : new TreeSet<>(ini.values().keySet())) {
            if (!keys.contains(key) && !NO_LONGER_USED.containsKey(section(key))) {
                problems.add(
                        "%s: [%s] %s is not a setting; `config show` lists them"
                                .formatted(
                                        file, section(key), key.substring(key.indexOf('.') + 1)));
            }
        }
        for (var name : new TreeSet<>(environment.keySet())) {
            if (name.startsWith(PREFIX)
                    && !names.contains(name)
                    && !OTHER_VARIABLES.contains(name)) {
                problems.add(
                        "%s (environment) is not a setting; `config show` lists them"
                                .formatted(name));
            }
        }
    }

    private static List<String> notices(IniFile ini, Path file) {
        return ini.values().keySet().stream()
                .map(SettingsReader::section)
                .distinct()
                .sorted()
                .filter(NO_LONGER_USED::containsKey)
                .map(section ->
                        "%s: [%s] has no effect: %s"
                                .formatted(file, section, NO_LONGER_USED.get(section)))
                .toList();
    }

    private static String section(String key) {
        return key.substring(0, key.indexOf('.'));
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }
}
