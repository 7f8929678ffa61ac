package org.kingfisherprocess.service.metrics;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The metrics of a server and of the worker beside it as one text: of the spool and of requests
/// the server's, of everything else of ours the worker's, and of the processes themselves both,
/// told apart by the label `process`.
///
/// Prometheus' text format: a family begins with `# HELP name …` and `# TYPE name …`, and all its
/// samples, `name{label="value"} number`, must follow before the next family.
final class JoinedExposition {
    private static final String HELP = "# HELP ";
    private static final String OURS = "kingfisher_process_";

    /// What only the process that answers requests knows.
    private static final List<String> OF_THE_SERVER =
            List.of(
                    OURS + "spool_",
                    OURS + "request",
                    OURS + "received_",
                    OURS + "build_info",
                    OURS + "worker_up");

    private static final List<String> OF_EACH_PROCESS = List.of("jvm_", "process_");

    private JoinedExposition() {}

    static String of(String server, String worker) {
        var joined = new LinkedHashMap<String, List<String>>();
        families(server)
                .forEach((name, lines) -> {
                    if (isOfEachProcess(name)) {
                        joined.put(name, labelled(lines, "server"));
                    } else if (!name.startsWith(OURS) || isOfTheServer(name)) {
                        joined.put(name, lines);
                    }
                });
        families(worker)
                .forEach((name, lines) -> {
                    if (isOfEachProcess(name)) {
                        add(joined, name, labelled(lines, "worker"));
                    } else if (name.startsWith(OURS) && !isOfTheServer(name)) {
                        joined.put(name, lines);
                    }
                });
        var text = new StringBuilder();
        joined.values().forEach(lines -> lines.forEach(line -> text.append(line).append('\n')));
        return text.toString();
    }

    private static void add(Map<String, List<String>> joined, String name, List<String> lines) {
        var known = joined.get(name);
        if (known == null) {
            joined.put(name, lines);
        } else {
            lines.stream().filter(line -> !line.startsWith("#")).forEach(known::add);
        }
    }

    private static Map<String, List<String>> families(String text) {
        var families = new LinkedHashMap<String, List<String>>();
        var name = "";
        for (var line : text.lines().toList()) {
            if (line.startsWith(HELP)) {
                var rest = line.substring(HELP.length());
                name = rest.contains(" ") ? rest.substring(0, rest.indexOf(' ')) : rest;
            }
            families.computeIfAbsent(name, _ -> new ArrayList<>()).add(line);
        }
        return families;
    }

    private static List<String> labelled(List<String> lines, String process) {
        var label = "process=\"" + process + "\"";
        var labelled = new ArrayList<String>();
        for (var line : lines) {
            var brace = line.indexOf('{');
            var space = line.indexOf(' ');
            if (line.startsWith("#") || space < 0) {
                labelled.add(line);
            } else if (brace >= 0 && brace < space) {
                labelled.add(
                        line.substring(0, brace + 1) + label + "," + line.substring(brace + 1));
            } else {
                labelled.add(line.substring(0, space) + "{" + label + "}" + line.substring(space));
            }
        }
        return labelled;
    }

    private static boolean isOfTheServer(String name) {
        return OF_THE_SERVER.stream().anyMatch(name::startsWith);
    }

    private static boolean isOfEachProcess(String name) {
        return OF_EACH_PROCESS.stream().anyMatch(name::startsWith);
    }
}
