package org.kingfisherprocess.service.cli;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.kingfisherprocess.ocds.format.Document;
import org.kingfisherprocess.ocds.format.PackageData;
import org.kingfisherprocess.ocds.format.PackageWriter;
import org.kingfisherprocess.ocds.format.Part;
import org.kingfisherprocess.ocds.json.CanonicalJson;
import org.kingfisherprocess.ocds.json.JsonArray;
import org.kingfisherprocess.ocds.json.JsonLimits;
import org.kingfisherprocess.ocds.json.JsonObject;
import org.kingfisherprocess.ocds.json.JsonReader;
import org.kingfisherprocess.ocds.json.JsonString;
import org.kingfisherprocess.ocds.json.JsonValue;
import org.kingfisherprocess.ocds.json.JsonWriter;
import org.kingfisherprocess.ocds.merge.MergeResult;
import org.kingfisherprocess.ocds.merge.MergeRules;
import org.kingfisherprocess.ocds.merge.Merger;
import org.kingfisherprocess.ocds.schema.Extension;
import org.kingfisherprocess.ocds.schema.ExtensionResult;
import org.kingfisherprocess.ocds.schema.ExtensionSettings;
import org.kingfisherprocess.ocds.schema.Extensions;
import org.kingfisherprocess.ocds.schema.OcdsSchema;
import org.kingfisherprocess.ocds.schema.OcdsVersion;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "compile",
        mixinStandardHelpOptions = true,
        description = {
            "Merges the releases of each process, from all files, into a compiled release, and prints each as a line.",
            "The packages' extensions change how fields are merged: they are fetched, unless --no-extensions is given. Ends"
                    + " with 1 if a process could not be merged."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  kingfisher-process ocds compile releases-*.json > compiled.jsonl",
            "  cat packages.jsonl | kingfisher-process ocds compile --package --linked --versioned - > records.json"
        })
final class OcdsCompileCommand implements Callable<Integer> {
    private final CommandLineInterface line;

    @Parameters(
            paramLabel = "FILE",
            arity = "1..*",
            description = "Files, or - for standard input.")
    private List<String> files = List.of();

    @Option(names = "--package", description = "Print one record package instead.")
    private boolean inPackage;

    @Option(
            names = {"--linked", "--linked-releases"},
            description =
                    "In the record package, refer to releases by the uri of their package, where it has one.")
    private boolean linked;

    @Option(
            names = "--versioned",
            description = "Print versioned releases; with --package, add them to the records.")
    private boolean versioned;

    @Option(
            names = "--no-extensions",
            description = "Merge by the core schema alone, and fetch nothing.")
    private boolean withoutExtensions;

    @Option(
            names = "--uri",
            paramLabel = "URI",
            defaultValue = "",
            description = "The record package's uri.")
    private String uri = "";

    @Option(
            names = "--publisher-name",
            paramLabel = "NAME",
            defaultValue = "",
            description = "The name of the record package's publisher.")
    private String publisherName = "";

    private final Set<String> extensionUrls = new LinkedHashSet<>();
    private int problems;

    OcdsCompileCommand(CommandLineInterface line) {
        this.line = line;
    }

    @Override
    public Integer call() throws IOException {
        try (var releases = new SpilledReleases()) {
            for (var name : files) {
                spill(name, releases);
            }
            var schema = OcdsSchema.of(OcdsVersion.V1_1).with(extensions());
            write(releases, new Merger(MergeRules.fromSchema(schema.release())));
        }
        return problems == 0 ? ExitCode.OK : ExitCode.FOUND_PROBLEMS;
    }

    private void spill(String name, SpilledReleases releases) throws IOException {
        try (var splitter = new OcdsFile(name).split()) {
            for (var part = splitter.next(); !(part instanceof Part.End); part = splitter.next()) {
                switch (part) {
                    case Part.DocumentRead(Document document) ->
                            spill(document, text(splitter.packageDataSoFar(), "uri"), releases);
                    case Part.ItemEnd(_, var packageData, _) ->
                            extensionUrls.addAll(extensionsOf(packageData));
                    case Part.Problem(_, var path, var message) ->
                            problem("%s: %s %s".formatted(name, path, message));
                    case Part.ItemStart _, Part.End _ -> {}
                }
            }
        }
    }

    /// Of a record, its embedded releases.
    private static void spill(Document document, String packageUri, SpilledReleases releases)
            throws IOException {
        if (document.kind() != Document.Kind.RECORD) {
            releases.add(document.ocid(), document.json().utf8(), packageUri);
        } else if (JsonReader.read(document.json().utf8()) instanceof JsonObject record
                && record.get("releases") instanceof JsonArray embedded) {
            for (var release : embedded) {
                if (release instanceof JsonObject object && !object.has("url")) {
                    releases.add(document.ocid(), JsonWriter.toBytes(object), packageUri);
                }
            }
        }
    }

    private List<Extension> extensions() {
        var found = new ArrayList<Extension>();
        if (!withoutExtensions) {
            var web = new Extensions(ExtensionSettings.DEFAULT);
            for (var url : extensionUrls) {
                switch (web.fromUrl(url)) {
                    case ExtensionResult.Loaded loaded -> found.add(loaded.extension());
                    case ExtensionResult.Unavailable missing ->
                            line.terminal()
                                    .tell(
                                            "merged without the extension %s: %s"
                                                    .formatted(url, missing.reason()));
                }
            }
        }
        return found;
    }

    private void write(SpilledReleases releases, Merger merger) throws IOException {
        var output = new BufferedOutputStream(System.out);
        if (inPackage) {
            try (var writer = new PackageWriter(output, Document.Kind.RECORD, packageData())) {
                for (var ocid : releases.ocids()) {
                    writer.add(
                            CanonicalJson.of(
                                    JsonWriter.toBytes(record(ocid, releases.of(ocid), merger)),
                                    JsonLimits.DEFAULT));
                }
            }
            output.write('\n');
        } else {
            var writer = new JsonWriter(output);
            for (var ocid : releases.ocids()) {
                var spilled = values(releases.of(ocid));
                var merged =
                        merged(ocid, versioned ? merger.version(spilled) : merger.compile(spilled));
                if (merged.isPresent()) {
                    writer.write(merged.get()).newline();
                }
            }
            writer.flush();
        }
        output.flush();
    }

    private JsonObject record(String ocid, List<SpilledReleases.Spilled> spilled, Merger merger) {
        var list = new JsonArray();
        spilled.forEach(release -> list.add(linked ? link(release) : release.release()));
        var record = new JsonObject().put("ocid", new JsonString(ocid)).put("releases", list);
        merged(ocid, merger.compile(values(spilled)))
                .ifPresent(compiled -> record.put("compiledRelease", compiled));
        if (versioned) {
            merged(ocid, merger.version(values(spilled)))
                    .ifPresent(release -> record.put("versionedRelease", release));
        }
        return record;
    }

    private static JsonValue link(SpilledReleases.Spilled spilled) {
        if (spilled.packageUri().isEmpty()
                || !(spilled.release() instanceof JsonObject release)
                || !(release.get("id") instanceof JsonString id)) {
            return spilled.release();
        }
        var link =
                new JsonObject()
                        .put("url", new JsonString(spilled.packageUri() + "#" + id.value()));
        for (var name : List.of("date", "tag")) {
            var value = release.get(name);
            if (value != null) {
                link.put(name, value);
            }
        }
        return link;
    }

    private Optional<JsonObject> merged(String ocid, MergeResult result) {
        return switch (result) {
            case MergeResult.Merged(var release, var warnings) -> {
                warnings.forEach(warning -> line.terminal().tell(ocid + ": " + warning.message()));
                yield Optional.of(release);
            }
            case MergeResult.Failed(var error) -> {
                problem("%s cannot be merged: %s".formatted(ocid, error.message()));
                yield Optional.empty();
            }
        };
    }

    private static List<JsonValue> values(List<SpilledReleases.Spilled> spilled) {
        return spilled.stream().map(SpilledReleases.Spilled::release).toList();
    }

    private CanonicalJson packageData() {
        var now = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
        return new PackageData(
                        uri,
                        publisherName,
                        now,
                        PackageData.DEFAULT_VERSION,
                        List.copyOf(extensionUrls))
                .toCanonicalJson();
    }

    private void problem(String message) {
        problems++;
        line.terminal().tell(message);
    }

    private static String text(CanonicalJson object, String name) {
        return JsonReader.read(object.utf8()) instanceof JsonObject members
                        && members.get(name) instanceof JsonString text
                ? text.value()
                : "";
    }

    private static List<String> extensionsOf(CanonicalJson packageData) {
        var urls = new ArrayList<String>();
        if (JsonReader.read(packageData.utf8()) instanceof JsonObject members
                && members.get("extensions") instanceof JsonArray listed) {
            for (var url : listed) {
                if (url instanceof JsonString text) {
                    urls.add(text.value());
                }
            }
        }
        return urls;
    }
}
