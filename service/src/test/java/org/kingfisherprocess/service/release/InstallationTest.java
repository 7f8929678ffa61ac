package org.kingfisherprocess.service.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kingfisherprocess.service.release.Description.SettingEntry;

/// Releases beside each other, and how they come there.
final class InstallationTest {
    @TempDir private Path folder;

    private final Programs programs = new Programs(Map.of());
    private final List<String> said = new ArrayList<>();
    private Installation installation = new Installation(Path.of("/nowhere"));
    private Instant now = Instant.parse("2026-01-31T10:00:00Z");

    @BeforeEach
    void prepare() {
        installation = new Installation(folder.resolve("install"));
    }

    @Test
    void stagesAFolderUnderItsVersionAndCommit() {
        var staged = stage("1.0", "aaaaaaa1111");

        assertThat(staged.folder().path())
                .isEqualTo(folder.resolve("install/releases/1.0-aaaaaaa"));
        assertThat(staged.description().version()).isEqualTo("1.0");
        assertThat(installation.kept())
                .singleElement()
                .satisfies(kept -> {
                    assertThat(kept.stagedAt()).isEqualTo(now);
                    assertThat(kept.source()).endsWith("source-1.0");
                });
        assertThat(installation.staging()).isEmptyDirectory();
        assertThat(installation.current()).isEmpty();
    }

    @Test
    void usesTheSameReleaseAgainAndKeepsAnotherBuildOfTheCommitBesideIt() throws IOException {
        var first = stage("1.0", "aaaaaaa1111");
        var again = stage("1.0", "aaaaaaa1111");
        Files.writeString(folder.resolve("source-1.0/LICENSE"), "another");

        var other = staging().stage(new Source.Folder(folder.resolve("source-1.0")));

        assertThat(again.folder()).isEqualTo(first.folder());
        assertThat(other.folder().name()).matches("1\\.0-aaaaaaa-[0-9a-f]{8}");
        assertThat(installation.kept()).hasSize(2);
    }

    @Test
    void unpacksAnArchive() throws Exception {
        ScriptedRelease.of("2.0", "bbbbbbb").writeTo(folder.resolve("kingfisher-process-2.0"));
        var archive = folder.resolve("two.tar.gz");
        run("tar", "-czf", archive.toString(), "-C", folder.toString(), "kingfisher-process-2.0");

        var staged = staging().stage(new Source.Archive(archive));

        assertThat(staged.folder().name()).isEqualTo("2.0-bbbbbbb");
        assertThat(staged.folder().launcher()).isExecutable();
    }

    @Test
    void refusesAnArchiveThatReachesOutside() throws Exception {
        Files.writeString(folder.resolve("evil"), "evil");
        Files.createDirectories(folder.resolve("in"));
        var archive = folder.resolve("evil.tar.gz");
        run("tar", "-czPf", archive.toString(), "-C", folder.resolve("in").toString(), "../evil");

        assertThatThrownBy(() -> staging().stage(new Source.Archive(archive)))
                .isInstanceOf(ReleaseException.class)
                .hasMessageContaining("../evil");
        assertThat(installation.staging()).isEmptyDirectory();
    }

    @Test
    void refusesWhatIsHalf() throws Exception {
        Files.write(folder.resolve("half.tar.gz"), new byte[] {31, (byte) 139, 8, 0});
        ScriptedRelease.of("3.0", "").writeTo(folder.resolve("mute"));
        Files.delete(folder.resolve("mute/description.json"));

        assertThatThrownBy(() -> staging().stage(new Source.Archive(folder.resolve("half.tar.gz"))))
                .hasMessageContaining("no whole .tar.gz");
        assertThatThrownBy(() -> staging().stage(new Source.Folder(folder.resolve("mute"))))
                .hasMessageContaining("does not describe itself");
        assertThatThrownBy(() -> staging().stage(new Source.Folder(folder)))
                .hasMessageContaining("holds no distribution");
        assertThat(installation.kept()).isEmpty();
        assertThat(installation.staging()).isEmptyDirectory();
    }

    @Test
    void switchesTheLinkInOneStep() throws Exception {
        var one = stage("1.0", "aaaaaaa").folder().name();
        var two = stage("2.0", "bbbbbbb").folder().name();
        installation.makeCurrent(one);
        var missing = new ArrayList<String>();
        var watching =
                Thread.ofPlatform()
                        .start(() -> {
                            while (!Thread.currentThread().isInterrupted()) {
                                if (!Files.exists(
                                        installation.currentLink().resolve("kingfisher-process"))) {
                                    missing.add("missing");
                                }
                            }
                        });

        for (int i = 0; i < 200; i++) {
            installation.makeCurrent(i % 2 == 0 ? two : one);
        }
        watching.interrupt();
        watching.join();

        assertThat(missing).isEmpty();
        assertThat(installation.current().orElseThrow().name()).isEqualTo(one);
        assertThat(Files.readSymbolicLink(installation.currentLink()).isAbsolute()).isFalse();
    }

    @Test
    void keepsTheNewestAndWhatIsNeeded() {
        for (var version : List.of("1", "2", "3", "4", "5")) {
            stage(version, "");
            now = now.plusSeconds(60);
        }
        installation.makeCurrent("1");

        var gone = installation.prune(2, Set.of("2"));

        assertThat(gone).containsExactly("3");
        assertThat(installation.kept())
                .extracting(kept -> kept.folder().name())
                .containsExactly("5", "4", "2", "1");
        assertThatThrownBy(() -> installation.require("3")).hasMessageContaining("5, 4, 2, 1");
        assertThat(installation.find("../staging")).isEmpty();
    }

    @Test
    void comparesDependenciesAndSettings() {
        var before =
                describe(
                        ScriptedRelease.of("1.0", "aaaaaaa")
                                .dependencies(
                                        Map.of(
                                                "org.a:same",
                                                "1",
                                                "org.a:gone",
                                                "1",
                                                "org.a:newer",
                                                "1.0",
                                                "org.kingfisherprocess:ocds",
                                                "1.0"))
                                .settings(
                                        new SettingEntry("KEPT", "1", "stays"),
                                        new SettingEntry("RAISED", "1", "is raised"),
                                        new SettingEntry("GONE", "", "goes")));
        var after =
                describe(
                        ScriptedRelease.of("2.0", "bbbbbbb")
                                .dependencies(
                                        Map.of(
                                                "org.a:same",
                                                "1",
                                                "org.a:newer",
                                                "1.1",
                                                "org.a:fresh",
                                                "3",
                                                "org.kingfisherprocess:ocds",
                                                "2.0"))
                                .settings(
                                        new SettingEntry("KEPT", "1", "stays, said better"),
                                        new SettingEntry("RAISED", "2", "is raised"),
                                        new SettingEntry("FRESH", "x", "comes")));

        var changes = Changes.between(before, after);

        assertThat(changes.dependencies().stream().map(Changes.DependencyChange::text))
                .containsExactly(
                        "added    org.a:fresh 3",
                        "removed  org.a:gone 1",
                        "changed  org.a:newer 1.0 -> 1.1");
        assertThat(changes.settings().stream().map(Changes.SettingChange::text))
                .containsExactly(
                        "added    FRESH x", "removed  GONE (empty)", "changed  RAISED 1 -> 2");
    }

    private Description describe(ScriptedRelease release) {
        return staging()
                .stage(new Source.Folder(release.writeTo(folder.resolve("d" + release.hashCode()))))
                .description();
    }

    private Staging.Staged stage(String version, String commit) {
        var source =
                ScriptedRelease.of(version, commit).writeTo(folder.resolve("source-" + version));
        return staging().stage(new Source.Folder(source));
    }

    private Staging staging() {
        return new Staging(installation, programs, () -> now, said::add);
    }

    private static void run(String... command) throws Exception {
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
    }
}
