package org.kingfisherprocess.service;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Keeps the plan of the house: which room may know which.
final class RoomsTest {
    private static final String HOUSE = "org.kingfisherprocess.service";

    private static final JavaClasses CLASSES =
            new ClassFileImporter()
                    .withImportOption(new ImportOption.DoNotIncludeTests())
                    .importPackages(HOUSE);

    /// A room and those that it may know. The start-up code, which is in no room, may know all.
    enum Room {
        SETTINGS,
        SQL,
        SPOOL,
        HTTP,
        SUBMISSION,
        EMBEDDED(SQL),
        LOCKS(SQL),
        MIGRATE(SQL),
        SCHEMA(MIGRATE, SQL),
        UPGRADE(MIGRATE, LOCKS, SQL),
        QUEUE(SQL),
        STORE(SQL, SUBMISSION),
        SCHEDULE(SQL),
        DELETION(STORE, SQL),
        STEPS(QUEUE, STORE, SPOOL, SUBMISSION, SQL),
        INTAKE(HTTP, SPOOL, SUBMISSION),
        METRICS(HTTP, SPOOL, STEPS, QUEUE),
        RELEASE,
        DEPLOY(RELEASE, STEPS, STORE, SQL),
        WEB(HTTP, DEPLOY, STORE, SPOOL, SQL),
        DEMO(HTTP, LOCKS, SQL),
        CLI(
                DEMO,
                DEPLOY,
                RELEASE,
                SCHEDULE,
                DELETION,
                STEPS,
                QUEUE,
                STORE,
                SPOOL,
                SUBMISSION,
                SETTINGS,
                UPGRADE,
                MIGRATE,
                LOCKS,
                SQL);

        @SuppressWarnings(
                "ImmutableEnumChecker") // Set.of is immutable, and its type does not say so
        private final Set<Room> mayKnow;

        Room(Room... mayKnow) {
            this.mayKnow = Set.of(mayKnow);
        }

        String packageName() {
            return HOUSE + "." + name().toLowerCase(java.util.Locale.ROOT) + "..";
        }
    }

    @ParameterizedTest
    @EnumSource(Room.class)
    void knowsOnlyTheRoomsBelowIt(Room room) {
        var others =
                Arrays.stream(Room.values())
                        .filter(other -> other != room && !room.mayKnow.contains(other))
                        .map(Room::packageName)
                        .toArray(String[]::new);

        noClasses()
                .that()
                .resideInAPackage(room.packageName())
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(others)
                .check(CLASSES);
    }

    /// A rule about a package that does not exist would be green for ever.
    @Test
    void listsEveryRoomThatThereIs() {
        var there =
                CLASSES.stream()
                        .map(type -> type.getPackageName())
                        .filter(name -> name.startsWith(HOUSE + "."))
                        .map(name -> name.substring(HOUSE.length() + 1).replaceFirst("\\..*", ""))
                        .collect(Collectors.toCollection(TreeSet::new));

        assertThat(
                        Arrays.stream(Room.values())
                                .map(room -> room.name().toLowerCase(java.util.Locale.ROOT))
                                .toList())
                .containsExactlyInAnyOrderElementsOf(there);
    }

    @Test
    void hasNoCircles() {
        SlicesRuleDefinition.slices()
                .matching(HOUSE + ".(*)..")
                .should()
                .beFreeOfCycles()
                .check(CLASSES);
    }

    @Test
    void speaksSqlOnlyWhereTheTablesAre() {
        keepsTo(
                "java.sql..",
                Room.SQL,
                Room.DEPLOY,
                Room.QUEUE,
                Room.STORE,
                Room.SCHEDULE,
                Room.DELETION,
                Room.MIGRATE,
                Room.SCHEMA,
                Room.UPGRADE,
                Room.EMBEDDED,
                Room.LOCKS,
                Room.STEPS,
                Room.DEMO,
                Room.CLI,
                Room.WEB);
    }

    @Test
    void parsesTheCommandLineInOneRoom() {
        keepsTo("picocli..", Room.CLI);
    }

    @Test
    void knowsTheWebServerInOneRoom() {
        keepsTo("org.eclipse.jetty..", Room.HTTP);
    }

    @Test
    void knowsTheTemplateEngineInOneRoom() {
        keepsTo("gg.jte..", Room.WEB);
    }

    @Test
    void knowsTheSchedulingLibraryInOneRoom() {
        keepsTo("com.github.kagkarlsson..", Room.SCHEDULE);
    }

    @Test
    void knowsTheMetricsLibraryInOneRoom() {
        keepsTo("io.micrometer..", Room.METRICS);
    }

    private static void keepsTo(String library, Room... rooms) {
        var allowed = List.of(rooms).stream().map(Room::packageName).toArray(String[]::new);
        noClasses()
                .that()
                .resideOutsideOfPackages(allowed)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library)
                .check(CLASSES);
    }
}
