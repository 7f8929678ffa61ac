package org.kingfisherprocess.supervisor;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What the supervisor is told at its start.
///
/// @param dataFolder that it makes its own
/// @param listen where, unless the socket is inherited
/// @param backlog connections that the kernel holds until a server takes them
/// @param withPostgres whether to run a child that keeps the embedded PostgreSQL
/// @param startLimit within which a child must be ready
/// @param drainLimit within which a child that a reload replaced must have left
/// @param stopLimit within which children must have left when all stops
/// @param command that starts a child, when its role is appended
record Arguments(
        Path dataFolder,
        InetSocketAddress listen,
        int backlog,
        boolean withPostgres,
        Duration startLimit,
        Duration drainLimit,
        Duration stopLimit,
        List<String> command) {

    private static final String COMMAND = "--";

    /// `--name=value … -- command`. What is not known is left unread: it is from another release.
    static Arguments parse(List<String> words) {
        var named = new HashMap<String, String>();
        var command = new ArrayList<String>();
        var isCommand = false;
        for (var word : words) {
            if (isCommand) {
                command.add(word);
            } else if (word.equals(COMMAND)) {
                isCommand = true;
            } else if (word.startsWith(COMMAND) && word.contains("=")) {
                var end = word.indexOf('=');
                named.put(word.substring(COMMAND.length(), end), word.substring(end + 1));
            }
        }
        if (command.isEmpty()) {
            throw new IllegalArgumentException("the command that starts a child is missing");
        }
        return new Arguments(
                Path.of(value(named, "data-folder")),
                address(value(named, "listen")),
                Integer.parseInt(value(named, "backlog"), 10),
                value(named, "postgres").equals("true"),
                millis(named, "start-limit-ms"),
                millis(named, "drain-limit-ms"),
                millis(named, "stop-limit-ms"),
                List.copyOf(command));
    }

    /// The folder for the control socket, the state and the logs of children.
    Path runFolder() {
        return dataFolder.resolve("run");
    }

    private static String value(Map<String, String> named, String name) {
        var value = named.get(name);
        if (value == null) {
            throw new IllegalArgumentException("--%s=… is missing".formatted(name));
        }
        return value;
    }

    private static Duration millis(Map<String, String> named, String name) {
        return Duration.ofMillis(Long.parseLong(value(named, name)));
    }

    private static InetSocketAddress address(String text) {
        var colon = text.lastIndexOf(':');
        return new InetSocketAddress(
                text.substring(0, colon), Integer.parseInt(text.substring(colon + 1), 10));
    }
}
