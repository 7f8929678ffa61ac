package org.kingfisherprocess.service.release;

import java.util.Map;
import org.kingfisherprocess.ocds.json.JsonArray;
import org.kingfisherprocess.ocds.json.JsonLiteral;
import org.kingfisherprocess.ocds.json.JsonNumber;
import org.kingfisherprocess.ocds.json.JsonObject;
import org.kingfisherprocess.ocds.json.JsonString;
import org.kingfisherprocess.service.release.Description.MigrationEntry;
import org.kingfisherprocess.service.release.Description.SchemaRange;
import org.kingfisherprocess.service.release.Description.SettingEntry;

/// The JSON that `describe-release` prints. Members are only ever added: a release reads what older
/// and newer ones print.
///
/// ```json
/// {"version": "0.2.0", "commit": "889426a…", "changed": false, "committed_at": "2026-11-24T03:00:00+0000",
///  "schema": {"oldest": 7, "newest": 8},
///  "migrations": [{"version": 8, "name": "deployments", "step": "tables", "phase": "expand", "quiet": false}],
///  "settings": [{"name": "KINGFISHER_PROCESS_LISTEN", "default": "127.0.0.1:5000", "meaning": "…"}]}
/// ```
public final class DescriptionJson {
    private DescriptionJson() {}

    public static JsonObject write(Description description) {
        var json = new JsonObject().put("version", new JsonString(description.version()));
        description.commit().ifPresent(commit -> json.put("commit", new JsonString(commit)));
        json.put("changed", JsonLiteral.of(description.changed()));
        description.committedAt().ifPresent(at -> json.put("committed_at", new JsonString(at)));
        var schema = description.schema();
        json.put(
                "schema",
                new JsonObject()
                        .put("oldest", JsonNumber.of(schema.oldest()))
                        .put("newest", JsonNumber.of(schema.newest())));
        var migrations = new JsonArray();
        description.migrations().forEach(migration -> migrations.add(write(migration)));
        var settings = new JsonArray();
        description.settings().forEach(setting -> settings.add(write(setting)));
        return json.put("migrations", migrations).put("settings", settings);
    }

    /// Reads what another release printed.
    ///
    /// @param release its name, for the message
    public static Description read(String text, String release) {
        var fields = JsonFields.parse(text, "what release %s says of itself".formatted(release));
        var schema =
                fields.fields("schema")
                        .orElseThrow(() ->
                                new ReleaseException(
                                        "release %s does not say which tables it works with"
                                                .formatted(release)));
        int newest = schema.number("newest").orElse(0L).intValue();
        return new Description(
                fields.textOr("version", "unknown"),
                fields.text("commit"),
                fields.truth("changed"),
                fields.text("committed_at"),
                new SchemaRange(schema.number("oldest").orElse((long) newest).intValue(), newest),
                fields.list("migrations").stream().map(DescriptionJson::migration).toList(),
                fields.list("settings").stream().map(DescriptionJson::setting).toList(),
                Map.of());
    }

    private static JsonObject write(MigrationEntry migration) {
        return new JsonObject()
                .put("version", JsonNumber.of(migration.version()))
                .put("name", new JsonString(migration.name()))
                .put("step", new JsonString(migration.step()))
                .put("phase", new JsonString(migration.phase()))
                .put("quiet", JsonLiteral.of(migration.quiet()));
    }

    private static JsonObject write(SettingEntry setting) {
        return new JsonObject()
                .put("name", new JsonString(setting.name()))
                .put("default", new JsonString(setting.defaultText()))
                .put("meaning", new JsonString(setting.meaning()));
    }

    /// A migration whose phase is not known is taken for the most dangerous.
    private static MigrationEntry migration(JsonFields fields) {
        return new MigrationEntry(
                fields.number("version").orElse(0L).intValue(),
                fields.textOr("name", "unnamed"),
                fields.textOr("step", ""),
                fields.textOr("phase", "breaking"),
                fields.truth("quiet"));
    }

    private static SettingEntry setting(JsonFields fields) {
        return new SettingEntry(
                fields.textOr("name", "unnamed"),
                fields.textOr("default", ""),
                fields.textOr("meaning", ""));
    }
}
