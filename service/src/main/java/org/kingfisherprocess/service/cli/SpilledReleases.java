package org.kingfisherprocess.service.cli;

import static java.nio.file.StandardOpenOption.DELETE_ON_CLOSE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.kingfisherprocess.ocds.json.JsonReader;
import org.kingfisherprocess.ocds.json.JsonValue;

/// Releases, grouped by their OCID on disk: memory holds where each is, and the releases of one
/// process at a time.
final class SpilledReleases implements AutoCloseable {
    private final FileChannel file;
    private final Map<String, List<Place>> places = new LinkedHashMap<>();
    private long end;

    private record Place(long offset, int length, String packageUri) {}

    /// A release, and the uri of the package that it came in.
    record Spilled(JsonValue release, String packageUri) {}

    SpilledReleases() throws IOException {
        var path = Files.createTempFile("kingfisher-process-compile-", ".releases");
        file = FileChannel.open(path, Set.of(READ, WRITE, DELETE_ON_CLOSE));
    }

    void add(String ocid, byte[] release, String packageUri) throws IOException {
        places.computeIfAbsent(ocid, _ -> new ArrayList<>())
                .add(new Place(end, release.length, packageUri));
        var bytes = ByteBuffer.wrap(release);
        while (bytes.hasRemaining()) {
            end += file.write(bytes, end);
        }
    }

    /// The OCIDs, in the order in which they first came.
    Set<String> ocids() {
        return places.keySet();
    }

    /// The releases of a process, in the order in which they came.
    List<Spilled> of(String ocid) throws IOException {
        var releases = new ArrayList<Spilled>();
        for (var place : places.getOrDefault(ocid, List.of())) {
            var bytes = ByteBuffer.allocate(place.length());
            while (bytes.hasRemaining()) {
                if (file.read(bytes, place.offset() + bytes.position()) < 0) {
                    throw new IOException("the temporary file of releases was cut off");
                }
            }
            releases.add(new Spilled(JsonReader.read(bytes.array()), place.packageUri()));
        }
        return releases;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
