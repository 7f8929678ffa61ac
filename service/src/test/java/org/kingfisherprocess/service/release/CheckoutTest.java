package org.kingfisherprocess.service.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Commits as releases, with a repository on the other side whose build is a script.
final class CheckoutTest {
    /// Makes the distribution that the real build makes, in the place where that makes it.
    private static final String BUILD =
            """
            #!/bin/sh
            [ ! -e breaks ] || { echo "it does not compile" >&2; exit 1; }
            to=service/target/kingfisher-process-1/kingfisher-process-1
            mkdir -p $to/lib
            echo "{\\"version\\": \\"1\\", \\"commit\\": \\"$(git rev-parse HEAD)\\", \\"schema\\": {\\"newest\\": 5}}" > $to/description.json
            printf '#!/bin/sh\\ncat "$(dirname "$0")/description.json"\\n' > $to/kingfisher-process
            chmod +x $to/kingfisher-process
            echo built in $(pwd)
            """;

    @TempDir private Path folder;

    private final Programs programs =
            new Programs(
                    Map.of(
                            "GIT_AUTHOR_NAME", "An Author",
                            "GIT_AUTHOR_EMAIL", "author@example.com",
                            "GIT_COMMITTER_NAME", "An Author",
                            "GIT_COMMITTER_EMAIL", "author@example.com",
                            "GIT_CONFIG_GLOBAL", "/dev/null"));
    private final List<String> said = new ArrayList<>();
    private Path other = Path.of("");
    private Path clone = Path.of("");

    @BeforeEach
    void makeRepositories() throws IOException {
        other = folder.resolve("other");
        clone = folder.resolve("clone");
        Files.createDirectories(other);
        git(other, "init", "--quiet", "--initial-branch=main");
        write("build", BUILD);
        write("kingfisher-process", "#!/bin/sh\n");
        commit("Begin");
        git(folder, "clone", "--quiet", other.toString(), clone.toString());
    }

    @Test
    void buildsWhatWasPushedElsewhereThanInTheCheckout() throws IOException {
        var first = git(clone, "rev-parse", "HEAD");
        write("a", "1");
        commit("Add a");
        write("b", "1");
        var newest = commit("Add b");

        var staged = staging().stage(new Source.Commit(checkout(), "main"));

        assertThat(staged.description().commit()).contains(newest);
        assertThat(staged.folder().name()).isEqualTo("1-" + newest.substring(0, 7));
        assertThat(clone.resolve("service")).doesNotExist();
        assertThat(git(clone, "rev-parse", "HEAD")).isEqualTo(first);
        assertThat(git(clone, "worktree", "list").lines()).hasSize(1);
        assertThat(said).anyMatch(line -> line.startsWith("built in " + folder.resolve("install")));
        var commits = checkout().between(first, newest).orElseThrow();
        assertThat(commits.added())
                .extracting(Commits.Commit::subject)
                .containsExactly("Add b", "Add a");
        assertThat(commits.added()).extracting(Commits.Commit::author).containsOnly("An Author");
        assertThat(checkout().between(newest, first).orElseThrow().removed()).hasSize(2);
    }

    @Test
    void buildsACommitOnce() {
        staging().stage(new Source.Commit(checkout(), "main"));
        said.clear();

        staging().stage(new Source.Commit(checkout(), "origin/main"));

        assertThat(said).isEmpty();
    }

    @Test
    void saysWhyACommitDoesNotBuild() throws IOException {
        write("breaks", "");
        commit("Break it");

        assertThatThrownBy(() -> staging().stage(new Source.Commit(checkout(), "main")))
                .isInstanceOf(ReleaseException.class)
                .hasMessageContaining("it does not compile");
        assertThat(git(clone, "worktree", "list").lines()).hasSize(1);
    }

    @Test
    void refusesWhatIsNoCommit() {
        assertThatThrownBy(() -> staging().stage(new Source.Commit(checkout(), "nonsense")))
                .hasMessageContaining("nonsense is no branch, tag or commit");
        assertThatThrownBy(() -> checkout().commit("--upload-pack=touch"))
                .isInstanceOf(ReleaseException.class);
        assertThat(checkout().between("0123456789", "abcdef0123")).isEmpty();
        assertThat(Checkout.in(folder, programs)).isEmpty();
    }

    private Checkout checkout() {
        return Checkout.in(clone, programs).orElseThrow();
    }

    private Staging staging() {
        return new Staging(
                new Installation(folder.resolve("install")),
                programs,
                () -> Instant.EPOCH,
                said::add);
    }

    private void write(String name, String text) throws IOException {
        var file = other.resolve(name);
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private String commit(String subject) {
        git(other, "add", "--all");
        git(other, "commit", "--quiet", "--message", subject);
        return git(other, "rev-parse", "HEAD");
    }

    private String git(Path where, String... arguments) {
        var command = new ArrayList<>(List.of("git"));
        command.addAll(List.of(arguments));
        var ended = programs.run(where, java.time.Duration.ofMinutes(1), _ -> {}, command);
        assertThat(ended.code()).as(ended.lastLines(5)).isZero();
        return ended.text().strip();
    }
}
