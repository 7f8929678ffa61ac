package org.kingfisherprocess.bench.scenario;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.kingfisherprocess.bench.process.NginxProxy;

/// Reads the command line.
final class Arguments {
    private static final String PROXY_USAGE =
            """
              --proxy nginx  send through nginx with its pool of kept connections (Debian: apt-get install nginx-light)
            """;

    private Arguments() {}

    static String usage(Suite suite) {
        return """
        usage: %1$s [--short] [--json] [--seed N] [--work FOLDER] [--programs FOLDER]%2$s [SCENARIO...]

          --short      the same faults, fewer of them, for seconds instead of a minute
          --json       print the results as JSON
          --seed N     for the moments and sizes (the one in use is printed)
          --work       folder for data and logs (default: bench/target/%3$s)
          --programs   PostgreSQL programs for the scenarios with a PostgreSQL of its own, for example
                       /usr/lib/postgresql/15/bin (Debian: apt-get install postgresql-15); default: the bundled ones
        %4$s
        Exit code: 0 when every scenario was clean, 1 when one was not, 2 for a wrong command line.
        Scenarios:
        """
                .formatted(
                        suite.command(),
                        suite.proxies() ? " [--proxy nginx]" : "",
                        Path.of(suite.command()).getFileName(),
                        suite.proxies() ? PROXY_USAGE : "");
    }

    /// Throws [IllegalArgumentException] with what is wrong.
    static Plan parse(Suite suite, Path checkout, List<String> arguments) {
        var work = suite.folder(checkout);
        var shortened = false;
        var json = false;
        var seed = System.nanoTime() & 0xffff_ffffL;
        Optional<Path> programs = Optional.empty();
        Optional<Path> proxy = Optional.empty();
        var scenarios = new ArrayList<String>();
        for (var rest = arguments.iterator(); rest.hasNext(); ) {
            var word = rest.next();
            switch (word) {
                case "--short" -> shortened = true;
                case "--json" -> json = true;
                case "--seed" -> seed = Long.parseLong(value(word, rest));
                case "--work" -> work = Path.of(value(word, rest)).toAbsolutePath();
                case "--programs" -> programs = Optional.of(folder(word, value(word, rest)));
                case "--proxy" -> proxy = Optional.of(proxy(suite, value(word, rest)));
                default -> scenarios.add(known(suite, word));
            }
        }
        return new Plan(checkout, work, shortened, json, seed, programs, proxy, scenarios);
    }

    private static String value(String option, Iterator<String> rest) {
        if (!rest.hasNext()) {
            throw new IllegalArgumentException(option + " needs a value");
        }
        return rest.next();
    }

    private static Path folder(String option, String text) {
        var folder = Path.of(text);
        if (!folder.resolve("initdb").toFile().canExecute()) {
            throw new IllegalArgumentException(
                    "%s %s: no initdb there; on Debian, apt-get install postgresql-15 puts it into /usr/lib/postgresql/15/bin"
                            .formatted(option, text));
        }
        return folder;
    }

    private static Path proxy(Suite suite, String name) {
        if (!suite.proxies() || !name.equals("nginx")) {
            throw new IllegalArgumentException(
                    "--proxy %s: %s"
                            .formatted(
                                    name,
                                    suite.proxies()
                                            ? "nginx is the one that is known here"
                                            : suite.command() + " does not run through a proxy"));
        }
        return NginxProxy.program()
                .orElseThrow(() ->
                        new IllegalArgumentException(
                                "--proxy nginx: there is no nginx on this machine; on Debian, apt-get install nginx-light"));
    }

    private static String known(Suite suite, String word) {
        if (suite.scenario(word).isEmpty()) {
            throw new IllegalArgumentException("unknown option or scenario: " + word);
        }
        return word;
    }
}
