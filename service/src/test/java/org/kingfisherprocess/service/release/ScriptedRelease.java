package org.kingfisherprocess.service.release;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.kingfisherprocess.ocds.json.JsonArray;
import org.kingfisherprocess.ocds.json.JsonObject;
import org.kingfisherprocess.ocds.json.JsonString;
import org.kingfisherprocess.service.release.Description.MigrationEntry;
import org.kingfisherprocess.service.release.Description.SchemaRange;
import org.kingfisherprocess.service.release.Description.SettingEntry;

/// A distribution whose program is a script: it describes itself, plans, and writes down what it is
/// told to do. Its migrations go on for as long as there is a file `hangs` in its folder, and fail
/// where there is one `fails`; those that contract also where there is one `contract-fails`.
public final class ScriptedRelease {
    private static final String SCRIPT =
            """
            #!/bin/sh
            here=$(cd "$(dirname "$0")" && pwd)
            echo "$*" >> "$here/../../calls-$(basename "$here")"
            case "$*" in
              describe-release*) cat "$here/description.json" ;;
              "config show"*) [ ! -e "$here/refuses-settings" ] || { echo "KINGFISHER_PROCESS_OLD is not a setting" >&2; exit 3; } ;;
              *--plan*) cat "$here/plan.json" ;;
              *--phase*)
                echo "migrates"
                while [ -e "$here/hangs" ]; do sleep 0.05; done
                [ ! -e "$here/fails" ] || { echo "cannot migrate" >&2; exit 4; }
                case "$*" in *contract*) ! [ -e "$here/contract-fails" ] || { echo "cannot contract" >&2; exit 4; } ;; esac ;;
            esac
            """;

    private final String version;
    private final String commit;
    private SchemaRange schema = new SchemaRange(5, 5);
    private List<SettingEntry> settings = List.of();
    private Map<String, String> dependencies = Map.of();
    private String plan = "{\"steps\":[]}";

    private ScriptedRelease(String version, String commit) {
        this.version = version;
        this.commit = commit;
    }

    public static ScriptedRelease of(String version, String commit) {
        return new ScriptedRelease(version, commit);
    }

    public ScriptedRelease schema(int oldest, int newest) {
        schema = new SchemaRange(oldest, newest);
        return this;
    }

    ScriptedRelease settings(SettingEntry... entries) {
        settings = List.of(entries);
        return this;
    }

    ScriptedRelease dependencies(Map<String, String> versions) {
        dependencies = versions;
        return this;
    }

    /// A step for each phase.
    public ScriptedRelease migrations(String... phases) {
        var steps = new JsonArray();
        for (var phase : phases) {
            steps.add(
                    new JsonObject()
                            .put("migration", new JsonString("try-" + phase))
                            .put("phase", new JsonString(phase))
                            .put("kind", new JsonString("statement")));
        }
        plan = new JsonObject().put("steps", steps).toString();
        return this;
    }

    public Path writeTo(Path folder) {
        try {
            Files.createDirectories(folder.resolve("lib"));
            Files.writeString(
                    folder.resolve("description.json"),
                    DescriptionJson.write(description()).toString());
            Files.writeString(folder.resolve("bom.json"), bill());
            Files.writeString(folder.resolve("plan.json"), plan);
            var launcher = folder.resolve(ReleaseFolder.LAUNCHER);
            Files.writeString(launcher, SCRIPT);
            Files.setPosixFilePermissions(launcher, PosixFilePermissions.fromString("rwxr-xr-x"));
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Description description() {
        return new Description(
                version,
                Optional.of(commit).filter(text -> !text.isEmpty()),
                false,
                Optional.empty(),
                schema,
                List.of(new MigrationEntry(schema.newest(), "newest", "", "expand", false)),
                settings,
                Map.of());
    }

    private String bill() {
        var components = new JsonArray();
        dependencies.forEach((name, text) ->
                components.add(
                        new JsonObject()
                                .put("group", new JsonString(name.substring(0, name.indexOf(':'))))
                                .put("name", new JsonString(name.substring(name.indexOf(':') + 1)))
                                .put("version", new JsonString(text))));
        return new JsonObject().put("components", components).toString();
    }
}
