package org.kingfisherprocess.service.spool;

import static java.nio.file.StandardWatchEventKinds.ENTRY_CREATE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_MODIFY;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.WatchService;
import java.util.List;

/// Tells of changes that other processes make in directories.
final class DirectoryWatch implements Closeable, Runnable {
    private final WatchService service;
    private final Runnable changed;

    private DirectoryWatch(WatchService service, Runnable changed) {
        this.service = service;
        this.changed = changed;
    }

    static DirectoryWatch start(List<Path> directories, Runnable changed) throws IOException {
        var watch = new DirectoryWatch(FileSystems.getDefault().newWatchService(), changed);
        for (Path directory : directories) {
            directory.register(watch.service, ENTRY_CREATE, ENTRY_MODIFY);
        }
        Thread.ofPlatform().daemon().name("spool-watch").start(watch);
        return watch;
    }

    @Override
    public void run() {
        try {
            while (true) {
                var key = service.take();
                key.pollEvents();
                key.reset();
                changed.run();
            }
        } catch (ClosedWatchServiceException e) {
            return;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() throws IOException {
        service.close();
    }
}
