package org.kingfisherprocess.service.cli;

import java.util.Comparator;
import org.kingfisherprocess.service.deploy.Scrapyd;

/// Refuses a source that is no spider of the Scrapyd that is configured: most likely it was
/// misspelt, and would make a collection that nobody finds.
final class KnownSource {
    private KnownSource() {}

    static void require(CommandLineInterface line, String source) {
        var deploy = line.application().settings().deploy();
        if (deploy.scrapyd().isEmpty()) {
            return;
        }
        var spiders = new Scrapyd(deploy.scrapyd().get(), deploy.scrapydProject()).spiders();
        if (spiders.problem().isPresent()) {
            line.terminal()
                    .tell(
                            "whether there is a spider %s is not known: %s"
                                    .formatted(source, spiders.problem().get()));
        } else if (!spiders.names().contains(source)) {
            var closest =
                    spiders.names().stream()
                            .min(Comparator.comparingInt(name -> distance(name, source)))
                            .filter(name ->
                                    distance(name, source) <= Math.max(2, name.length() / 3));
            throw new RefusedException(
                    "Scrapyd has no spider %s%s; -f takes it all the same"
                            .formatted(
                                    source,
                                    closest.map(", did you mean %s?"::formatted).orElse("")));
        }
    }

    /// How many characters are to be put in, taken out or changed (Levenshtein, 1965).
    private static int distance(String one, String other) {
        var above = new int[other.length() + 1];
        for (int j = 0; j <= other.length(); j++) {
            above[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            var row = new int[other.length() + 1];
            row[0] = i;
            for (int j = 1; j <= other.length(); j++) {
                int change = above[j - 1] + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(change, 1 + Math.min(above[j], row[j - 1]));
            }
            above = row;
        }
        return above[other.length()];
    }
}
