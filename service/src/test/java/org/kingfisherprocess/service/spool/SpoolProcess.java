package org.kingfisherprocess.service.spool;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/// A process of its own that works on a spool, to be killed.
final class SpoolProcess implements AutoCloseable {
    private final Process process;
    private final List<String> lines = Collections.synchronizedList(new ArrayList<>());
    private final Thread pump;

    private SpoolProcess(Process process) {
        this.process = process;
        pump = Thread.ofVirtual().start(this::read);
    }

    static SpoolProcess start(Path folder, String... work) throws IOException {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xshare:auto", "-XX:TieredStopAtLevel=1", "-cp"));
        command.add(System.getProperty("java.class.path"));
        command.addAll(List.of(SpoolProcess.class.getName(), folder.toString()));
        command.addAll(List.of(work));
        return new SpoolProcess(
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start());
    }

    /// What it has printed until now, in whole lines.
    List<String> lines() {
        synchronized (lines) {
            return List.copyOf(lines);
        }
    }

    /// By SIGKILL; afterwards all that it printed is here. Through the handle, as the process
    /// itself would also close the pipe in which its last lines still are.
    void kill() throws InterruptedException {
        process.toHandle().destroyForcibly();
        waitFor();
    }

    int waitFor() throws InterruptedException {
        int code = process.waitFor();
        pump.join();
        return code;
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    private void read() {
        try (var out = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                if (line.endsWith(".")) {
                    lines.add(line.substring(0, line.length() - 1));
                }
            }
        } catch (IOException e) {
            lines.add("failed: " + e);
        }
    }

    /// Prints a receipt and a full stop for everything that it appended, loaded or decided.
    static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[0]);
        InstantSource clock = InstantSource.system();
        switch (arguments[1]) {
            case "append" -> append(folder, clock);
            case "load" -> load(folder, clock);
            case "retry" -> {
                var done =
                        SetAside.open(folder, Spools.SMALL, clock)
                                .retry(Receipt.parse(arguments[2]));
                print(done);
            }
            case "discard" ->
                    print(
                            SetAside.open(folder, Spools.SMALL, clock)
                                    .discard(Receipt.parse(arguments[2])));
            default -> throw new IllegalArgumentException(arguments[1]);
        }
    }

    private static void append(Path folder, InstantSource clock) throws InterruptedException {
        var writer = SpoolWriter.open(folder, Spools.SMALL, clock);
        for (int i = 0; i < 8; i++) {
            Thread.ofPlatform().start(() -> appendForEver(writer));
        }
        Thread.currentThread().join();
    }

    private static void appendForEver(SpoolWriter writer) {
        var random = new Random();
        while (true) {
            String text = "text ".repeat(random.nextInt(1_000));
            print(Spools.append(writer, "7", "" + text.length(), text));
        }
    }

    private static void load(Path folder, InstantSource clock) throws Exception {
        try (var reader = SpoolReader.open(folder, Spools.SMALL, clock)) {
            while (true) {
                var entry = reader.take(Duration.ofSeconds(1));
                if (entry.isPresent()) {
                    int length = Spools.body(entry.get()).length();
                    boolean whole = entry.get().submission().label().equals("" + length);
                    print(whole ? entry.get().receipt() : "not whole: " + entry.get());
                    reader.finished(entry.get());
                }
            }
        }
    }

    private static void print(Object what) {
        System.out.println(what + ".");
    }
}
