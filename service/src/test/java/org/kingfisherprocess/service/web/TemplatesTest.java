package org.kingfisherprocess.service.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// The templates that a server looks for before it answers anybody.
final class TemplatesTest {
    private static final Set<String> PARTS = Set.of("layout", "pager", "problems");

    @Test
    void looksForEveryPageThatThereIs() throws IOException {
        try (var sources = Files.list(Path.of("src/main/jte"))) {
            var pages =
                    sources.map(file -> file.getFileName().toString().replace(".jte", ""))
                            .filter(name -> !PARTS.contains(name))
                            .toList();

            assertThat(Templates.PAGES).containsExactlyInAnyOrderElementsOf(pages);
        }
        new Templates("/style.css", "1").requireAll();
    }
}
