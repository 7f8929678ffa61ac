package org.kingfisherprocess.bench.migrate;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads the command line.
final class Arguments {
    static final String USAGE =
            """
            usage: bench/migrate [--short] [--json] [--releases N] [--kills N] [--rate N] [--seed N] [--work FOLDER]
                   [--programs FOLDER] [SCENARIO...]

              --short      the same with 20,000 releases and fewer kills
              --json       print the results as JSON
              --releases   rows of the table release (default: 2,000,000)
              --kills      how often the migrating process is killed (default: 20; short: 3)
              --rate N     requests a second (default: 100, a full load for two cores that PostgreSQL shares)
              --seed N     for moments and sizes (the one in use is printed)
              --work       folder for data and logs (default: bench/target/migrate)
              --programs   PostgreSQL programs, for example /usr/lib/postgresql/15/bin; default: the bundled ones

            Exit code: 0 when every scenario was clean (no request failed, nothing lost, every row and index right), 1 when one
            was not, 2 for a wrong command line. Aims are judged beside that: one not reached is said, and fails nothing.
            Scenarios:
            """;

    private static final int RELEASES = 2_000_000;
    private static final int RELEASES_IN_SHORT = 20_000;
    private static final int KILLS = 20;
    private static final int KILLS_IN_SHORT = 3;
    private static final int RATE = 100;

    private Arguments() {}

    /// Throws [IllegalArgumentException] with what is wrong.
    static Plan parse(Path checkout, List<String> arguments) {
        var shortened = arguments.contains("--short");
        var work = checkout.resolve("bench/target/migrate");
        var json = false;
        var releases = shortened ? RELEASES_IN_SHORT : RELEASES;
        var kills = shortened ? KILLS_IN_SHORT : KILLS;
        var rate = RATE;
        var seed = System.nanoTime() & 0xffff_ffffL;
        Optional<Path> programs = Optional.empty();
        var scenarios = new ArrayList<String>();
        for (var rest = arguments.iterator(); rest.hasNext(); ) {
            var word = rest.next();
            switch (word) {
                case "--short" -> {}
                case "--json" -> json = true;
                case "--releases" -> releases = Integer.parseInt(value(word, rest));
                case "--kills" -> kills = Integer.parseInt(value(word, rest));
                case "--rate" -> rate = positive(value(word, rest));
                case "--seed" -> seed = Long.parseLong(value(word, rest));
                case "--work" -> work = Path.of(value(word, rest)).toAbsolutePath();
                case "--programs" -> programs = Optional.of(Path.of(value(word, rest)));
                default -> scenarios.add(known(word));
            }
        }
        return new Plan(
                checkout, work, shortened, json, releases, kills, rate, seed, programs, scenarios);
    }

    private static int positive(String value) {
        var number = Integer.parseInt(value);
        if (number < 1) {
            throw new IllegalArgumentException("a rate must be 1 or more, was " + value);
        }
        return number;
    }

    private static String value(String option, java.util.Iterator<String> rest) {
        if (!rest.hasNext()) {
            throw new IllegalArgumentException(option + " needs a value");
        }
        return rest.next();
    }

    private static String known(String word) {
        if (Scenarios.ALL.stream().noneMatch(scenario -> scenario.name().equals(word))) {
            throw new IllegalArgumentException("unknown option or scenario: " + word);
        }
        return word;
    }
}
