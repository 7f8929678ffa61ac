package org.kingfisherprocess.ocds.schema;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipInputStream;
import org.kingfisherprocess.ocds.json.InvalidJsonException;
import org.kingfisherprocess.ocds.json.JsonArray;
import org.kingfisherprocess.ocds.json.JsonObject;
import org.kingfisherprocess.ocds.json.JsonReader;
import org.kingfisherprocess.ocds.json.JsonString;

/// Gets extensions of OCDS from a folder, an archive or the web, within limits. Thread-safe. Blocks
/// while it reads.
///
/// ```java
/// var extensions = new Extensions(ExtensionSettings.DEFAULT);
/// var lots = extensions.fromUrl("https://extensions.example.org/lots/v1.1.5/extension.json");
/// ```
public final class Extensions {

    private static final String METADATA = "extension.json";
    private static final String PATCH = "release-schema.json";
    private static final String CODELISTS = "codelists/";

    private final ExtensionSettings settings;
    private final Web web;
    private final Optional<WebCache> cache;

    public Extensions(ExtensionSettings settings) {
        this(settings, InstantSource.system());
    }

    Extensions(ExtensionSettings settings, InstantSource clock) {
        this.settings = settings;
        this.web = new Web(settings);
        this.cache =
                settings.cache().map(folder -> new WebCache(folder, settings.cacheFor(), clock));
    }

    /// An extension in a folder: `extension.json`, `release-schema.json`, `codelists/*.csv`, each
    /// of them optional, but not all.
    public ExtensionResult fromFolder(Path folder) {
        return result(folder.toString(), () -> readFolder(folder));
    }

    /// An extension in a ZIP archive, at its top or in a folder of it.
    public ExtensionResult fromArchive(Path archive) {
        return result(
                archive.toString(),
                () -> {
                    if (Files.size(archive) > archiveBytes()) {
                        throw new FetchException("the archive is too large");
                    }
                    return unpack(Files.readAllBytes(archive));
                });
    }

    /// An extension on the web: the URL of its `extension.json`, as packages give it, of its folder
    /// (ending in a slash), or of a ZIP archive (ending in `.zip`).
    public ExtensionResult fromUrl(String url) {
        return result(
                url,
                () -> {
                    if (url.toLowerCase(Locale.ROOT).endsWith(".zip")) {
                        return unpack(fetch(url, archiveBytes()));
                    }
                    return download(url.substring(0, url.lastIndexOf('/') + 1));
                });
    }

    /// The files of an extension by name.
    private interface Source {
        Map<String, byte[]> files() throws IOException, FetchException;
    }

    private static ExtensionResult result(String name, Source source) {
        try {
            var files = source.files();
            if (files.isEmpty()) {
                return new ExtensionResult.Unavailable(name, "no file of an extension in it");
            }
            var codelists = new HashMap<String, String>();
            files.forEach((file, bytes) -> {
                if (file.startsWith(CODELISTS)) {
                    var text = new String(bytes, StandardCharsets.UTF_8);
                    codelists.put(file.substring(CODELISTS.length()), text);
                }
            });
            var extension =
                    new Extension(name, json(files, METADATA), json(files, PATCH), codelists);
            return new ExtensionResult.Loaded(extension);
        } catch (FetchException e) {
            return new ExtensionResult.Unavailable(name, e.reason());
        } catch (IOException e) {
            return new ExtensionResult.Unavailable(name, e.toString());
        }
    }

    private static JsonObject json(Map<String, byte[]> files, String name) throws FetchException {
        var bytes = files.get(name);
        if (bytes == null) {
            return new JsonObject();
        }
        try {
            if (JsonReader.read(bytes) instanceof JsonObject object) {
                return object;
            }
            throw new FetchException(name + " is not an object");
        } catch (InvalidJsonException e) {
            throw new FetchException("%s is not JSON: %s".formatted(name, e.getMessage()));
        }
    }

    private Map<String, byte[]> readFolder(Path folder) throws IOException, FetchException {
        var files = new HashMap<String, byte[]>();
        for (var name : List.of(METADATA, PATCH)) {
            if (Files.exists(folder.resolve(name))) {
                files.put(name, readFile(folder.resolve(name)));
            }
        }
        var codelists = folder.resolve(CODELISTS);
        if (Files.isDirectory(codelists)) {
            try (var paths = Files.newDirectoryStream(codelists, "*.csv")) {
                for (var path : paths) {
                    checkCount(files.size());
                    files.put(CODELISTS + path.getFileName(), readFile(path));
                }
            }
        }
        return files;
    }

    private byte[] readFile(Path file) throws IOException, FetchException {
        try (var input = Files.newInputStream(file)) {
            return limited(input.readNBytes(settings.maxFileBytes() + 1), file.toString());
        }
    }

    private byte[] limited(byte[] bytes, String name) throws FetchException {
        if (bytes.length > settings.maxFileBytes()) {
            throw new FetchException(
                    "%s is longer than %,d bytes".formatted(name, settings.maxFileBytes()));
        }
        return bytes;
    }

    private void checkCount(int files) throws FetchException {
        if (files >= settings.maxFiles()) {
            throw new FetchException("more than %,d files".formatted(settings.maxFiles()));
        }
    }

    private int archiveBytes() {
        return Math.toIntExact(Math.min(4L * settings.maxFileBytes(), Integer.MAX_VALUE - 8L));
    }

    // Nothing is written to disk, so names in the archive can do no harm; what is unpacked is
    // limited, not what is packed.
    private Map<String, byte[]> unpack(byte[] archive) throws IOException, FetchException {
        var all = new HashMap<String, byte[]>();
        long left = archiveBytes();
        int entries = 0;
        try (var zip = new ZipInputStream(new ByteArrayInputStream(archive))) {
            for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                checkCount(entries++);
                var bytes = limited(zip.readNBytes(settings.maxFileBytes() + 1), entry.getName());
                left -= bytes.length;
                if (left < 0) {
                    throw new FetchException("the archive is too large unpacked");
                }
                all.put(entry.getName(), bytes);
            }
        }
        return ofExtension(all);
    }

    /// Those beside the metadata or the patch that is nearest to the top.
    private static Map<String, byte[]> ofExtension(Map<String, byte[]> all) {
        var files = new HashMap<String, byte[]>();
        all.keySet().stream()
                .filter(name -> name.endsWith(METADATA) || name.endsWith(PATCH))
                .map(name -> name.substring(0, name.lastIndexOf('/') + 1))
                .min((a, b) -> Integer.compare(a.length(), b.length()))
                .ifPresent(folder ->
                        all.forEach((name, bytes) -> {
                            if (name.startsWith(folder)) {
                                keep(name.substring(folder.length()), bytes, files);
                            }
                        }));
        return files;
    }

    private static void keep(String name, byte[] bytes, Map<String, byte[]> files) {
        boolean codelist = name.startsWith(CODELISTS) && name.endsWith(".csv");
        if (codelist || name.equals(METADATA) || name.equals(PATCH)) {
            files.put(name, bytes);
        }
    }

    private Map<String, byte[]> download(String base) throws FetchException {
        var files = new HashMap<String, byte[]>();
        files.put(METADATA, fetch(base + METADATA, settings.maxFileBytes()));
        fetchIfThere(base, PATCH, files);
        if (json(files, METADATA).get("codelists") instanceof JsonArray codelists) {
            for (var name : codelists) {
                if (name instanceof JsonString file && file.value().matches("[+-]?[\\w.-]+")) {
                    checkCount(files.size());
                    fetchIfThere(base, CODELISTS + file.value(), files);
                }
            }
        }
        return files;
    }

    private void fetchIfThere(String base, String name, Map<String, byte[]> files)
            throws FetchException {
        try {
            files.put(name, fetch(base + name, settings.maxFileBytes()));
        } catch (FetchException e) {
            if (!e.isMissing()) {
                throw e;
            }
        }
    }

    private byte[] fetch(String url, int maxBytes) throws FetchException {
        return cache.isPresent()
                ? cache.get().get(url, () -> web.get(url, maxBytes))
                : web.get(url, maxBytes);
    }
}
