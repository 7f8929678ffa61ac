package org.kingfisherprocess.service.submission;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Set;

/// What makes an original collection one: its source, its data version (UTC, whole seconds) and whether it is a sample.
///
/// Its text form is the spool's group, fit for people too:
///
///     SOURCE ' ' YYYY-MM-DD ' ' HH:MM:SS [' sample']
///
/// It can be read back whatever the source contains, since what follows the source has a fixed form.
public record CollectionKey(String source, LocalDateTime dataVersion, boolean sample) {
    private static final String SAMPLE = " sample";
    private static final int VERSION_LENGTH = "YYYY-MM-DD HH:MM:SS".length();
    private static final Set<String> TRUE_WORDS = Set.of("1", "true", "t");
    private static final DateTimeFormatter VERSION = strict("uuuu-MM-dd HH:mm:ss");
    private static final DateTimeFormatter VERSION_WITH_HYPHENS = strict("uuuu-MM-dd-HH-mm-ss");

    public CollectionKey {
        if (source.isBlank()) {
            throw SubmissionException.missing(SpooledSubmission.SOURCE);
        }
        StorableText.requireIndexable(SpooledSubmission.SOURCE, source);
        if (!dataVersion.equals(dataVersion.truncatedTo(ChronoUnit.SECONDS))
                || dataVersion.getYear() < 1) {
            throw new SubmissionException(
                    SpooledSubmission.DATA_VERSION,
                    "%s must be a time in whole seconds after the year 0, was %s"
                            .formatted(SpooledSubmission.DATA_VERSION, dataVersion));
        }
    }

    /// Reads the three as clients write them: the date in either of v1's forms, and any word as the
    /// sample.
    public static CollectionKey of(String source, String dataVersion, String sample) {
        return new CollectionKey(source, parseVersion(dataVersion), isTrue(sample));
    }

    /// Reads the text form.
    public static CollectionKey parse(String group) {
        var sample = group.endsWith(SAMPLE);
        var end = sample ? group.length() - SAMPLE.length() : group.length();
        var space = end - VERSION_LENGTH - 1;
        if (space < 0 || group.charAt(space) != ' ') {
            throw new IllegalArgumentException(
                    "not a collection's key: '%s'; expected SOURCE YYYY-MM-DD HH:MM:SS [sample]"
                            .formatted(group));
        }
        return new CollectionKey(
                group.substring(0, space), parseVersion(group.substring(space + 1, end)), sample);
    }

    /// The data version as tables and listings show it: `YYYY-MM-DD HH:MM:SS`.
    public String dataVersionText() {
        return VERSION.format(dataVersion);
    }

    /// The text form.
    public String text() {
        return source + ' ' + dataVersionText() + (sample ? SAMPLE : "");
    }

    private static LocalDateTime parseVersion(String text) {
        if (text.isBlank()) {
            throw SubmissionException.missing(SpooledSubmission.DATA_VERSION);
        }
        var trimmed = text.strip();
        var format = trimmed.indexOf(' ') < 0 ? VERSION_WITH_HYPHENS : VERSION;
        try {
            return LocalDateTime.parse(trimmed, format);
        } catch (DateTimeException e) {
            var refused =
                    new SubmissionException(
                            SpooledSubmission.DATA_VERSION,
                            "%s must be a date and time like 2020-05-31 23:59:59 or 2020-05-31-23-59-59, was '%s'"
                                    .formatted(SpooledSubmission.DATA_VERSION, shortened(trimmed)));
            refused.initCause(e);
            throw refused;
        }
    }

    private static boolean isTrue(String word) {
        return TRUE_WORDS.contains(word.strip().toLowerCase(Locale.ROOT));
    }

    private static String shortened(String text) {
        return text.length() <= 40 ? text : text.substring(0, 40) + "…";
    }

    private static DateTimeFormatter strict(String pattern) {
        return DateTimeFormatter.ofPattern(pattern, Locale.ROOT)
                .withResolverStyle(ResolverStyle.STRICT);
    }
}
