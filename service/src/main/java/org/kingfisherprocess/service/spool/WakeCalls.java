package org.kingfisherprocess.service.spool;

import java.io.Closeable;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/// Lets a writer wake a reader of the same spool in the same process at once, without the detour
/// over the file system's notifications. Static, because the two are opened independently.
final class WakeCalls {
    private static final Map<Path, List<Runnable>> LISTENERS = new ConcurrentHashMap<>();

    private WakeCalls() {}

    static void call(SpoolFolder folder) {
        for (Runnable listener : LISTENERS.getOrDefault(folder.root(), List.of())) {
            listener.run();
        }
    }

    static Closeable listen(SpoolFolder folder, Runnable listener) {
        Path root = folder.root();
        LISTENERS.computeIfAbsent(root, _ -> new CopyOnWriteArrayList<>()).add(listener);
        return () ->
                LISTENERS.computeIfPresent(
                        root,
                        (_, all) -> {
                            all.remove(listener);
                            return all.isEmpty() ? null : all;
                        });
    }
}
