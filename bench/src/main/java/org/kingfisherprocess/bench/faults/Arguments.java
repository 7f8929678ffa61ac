package org.kingfisherprocess.bench.faults;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads the command line.
final class Arguments {
    static final String USAGE =
            """
            usage: bench/faults [--short] [--json] [--seed N] [--work FOLDER] [--programs FOLDER] [SCENARIO...]

              --short      the same faults, fewer of them, for seconds instead of a minute
              --json       print the results as JSON
              --seed N     for the moments and sizes (the one in use is printed)
              --work       folder for data and logs (default: bench/target/faults)
              --programs   PostgreSQL programs for the scenarios with a PostgreSQL of its own, for example
                           /usr/lib/postgresql/15/bin (Debian: apt-get install postgresql-15); default: the bundled ones

            Exit code: 0 when every scenario was clean, 1 when one was not, 2 for a wrong command line.
            Scenarios:
            """;

    private Arguments() {}

    /// Throws [IllegalArgumentException] with what is wrong.
    static Plan parse(Path checkout, List<String> arguments) {
        var work = checkout.resolve("bench/target/faults");
        var shortened = false;
        var json = false;
        var seed = System.nanoTime() & 0xffff_ffffL;
        Optional<Path> programs = Optional.empty();
        var scenarios = new ArrayList<String>();
        for (var rest = arguments.iterator(); rest.hasNext(); ) {
            var word = rest.next();
            switch (word) {
                case "--short" -> shortened = true;
                case "--json" -> json = true;
                case "--seed" -> seed = Long.parseLong(value(word, rest));
                case "--work" -> work = Path.of(value(word, rest)).toAbsolutePath();
                case "--programs" -> programs = Optional.of(folder(word, value(word, rest)));
                default -> scenarios.add(known(word));
            }
        }
        return new Plan(checkout, work, shortened, json, seed, programs, scenarios);
    }

    private static String value(String option, java.util.Iterator<String> rest) {
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

    private static String known(String word) {
        if (Scenarios.ALL.stream().noneMatch(scenario -> scenario.name().equals(word))) {
            throw new IllegalArgumentException("unknown option or scenario: " + word);
        }
        return word;
    }
}
