package org.kingfisherprocess.service.submission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDateTime;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SpooledSubmissionTest {
    private static final CollectionKey KEY =
            new CollectionKey("paraguay_dncp", LocalDateTime.of(2020, 5, 31, 23, 59, 59), true);

    @ParameterizedTest
    @MethodSource
    void readsWhatItWrote(SpooledSubmission submission) {
        assertThat(SpooledSubmission.read(submission.fields())).isEqualTo(submission);
    }

    static Stream<SpooledSubmission> readsWhatItWrote() {
        return Stream.of(
                new FileSubmission(
                        KEY, "1.0", "a.json", "http://x/", "release_package", "latin1", "a note"),
                new FileSubmission(KEY, "1.1", "a.json", "", "", "utf-8", ""),
                new ItemSubmission(KEY, "1.1", "a.json", "", "record_package", 7, "ñ"),
                new FileErrorsSubmission(KEY, "1.1", "a.json", "http://x/"),
                new EndSubmission(KEY, "1.1"));
    }

    @Test
    void onlyTheEndCloses() {
        assertThat(new EndSubmission(KEY, "1.1").closing()).isTrue();
        assertThat(new FileErrorsSubmission(KEY, "1.1", "a", "").closing()).isFalse();
    }

    @Test
    void saysThatAnUnknownKindIsOfANewerVersion() {
        assertThatThrownBy(() -> SpooledSubmission.read(Map.of("kind", "riddle")))
                .isInstanceOf(SubmissionException.class)
                .hasMessageContaining("riddle")
                .hasMessageContaining("newer version");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "paraguay_dncp 2020-05-31 23:59:59",
                "paraguay_dncp 2020-05-31 23:59:59 sample",
                "a source 2019-01-01 00:00:00 sample 2020-05-31 23:59:59",
                "x sample 2020-05-31 23:59:59 sample"
            })
    void keysTextCanBeReadBack(String text) {
        assertThat(CollectionKey.parse(text).text()).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({
        "2020-05-31 23:59:59, 2020-05-31 23:59:59",
        "2020-05-31-23-59-59, 2020-05-31 23:59:59",
        "2024-02-29 00:00:00, 2024-02-29 00:00:00"
    })
    void readsBothFormsOfTheDate(String sent, String normalised) {
        assertThat(CollectionKey.of("x", sent, "").dataVersionText()).isEqualTo(normalised);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2021-02-29 00:00:00",
                "2020-13-01 00:00:00",
                "2020-05-31 24:00:00",
                "2020-05-31",
                "2020-05-31T23:59:59",
                "2020-05-31 23:59:59Z",
                "0000-01-01 00:00:00",
                "yesterday"
            })
    void refusesWhatIsNoDateOfTheCalendar(String sent) {
        assertThatThrownBy(() -> CollectionKey.of("x", sent, ""))
                .isInstanceOf(SubmissionException.class)
                .hasMessageContaining("collection_data_version");
    }

    @ParameterizedTest
    @CsvSource({
        "1, true",
        "true, true",
        "True, true",
        "T, true",
        "False, false",
        "yes, false",
        "'', false"
    })
    void sampleIsTrueForThreeWordsInAnyCase(String sent, boolean sample) {
        assertThat(CollectionKey.of("x", "2020-05-31 23:59:59", sent).sample()).isEqualTo(sample);
    }

    @Test
    void namesTheMissingField() {
        assertThatThrownBy(() -> CollectionKey.of(" ", "2020-05-31 23:59:59", ""))
                .hasMessage("collection_source is missing");
        assertThatThrownBy(() -> CollectionKey.of("x", "", ""))
                .hasMessage("collection_data_version is missing");
    }

    @Test
    void refusesTextsThatNoTableCanHold() {
        var key = CollectionKey.of("example", "2026-01-31 10:00:00", "");

        assertThatThrownBy(() -> new FileErrorsSubmission(key, "1.1", "x".repeat(2_001), ""))
                .isInstanceOf(SubmissionException.class)
                .hasMessageContainingAll("file_name", "2,001");
        assertThatThrownBy(() -> new FileErrorsSubmission(key, "1.1", "a.json", "\0"))
                .isInstanceOf(SubmissionException.class)
                .hasMessageContainingAll("url", "U+0000");
    }
}
