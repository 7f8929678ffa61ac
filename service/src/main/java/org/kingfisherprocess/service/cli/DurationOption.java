package org.kingfisherprocess.service.cli;

import java.time.Duration;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// A time as the settings have it: `500ms`, `30s`, `5m`, `12h`, `1d`; a bare number is seconds.
final class DurationOption implements ITypeConverter<Duration> {
    private static final Pattern TIME = Pattern.compile("(\\d{1,9}) ?(ms|s|m|h|d|)");

    @Override
    public Duration convert(String text) {
        var match = TIME.matcher(text.strip());
        if (!match.matches()) {
            throw new TypeConversionException(
                    "'%s' is not a time such as 30s, 5m or 12h".formatted(text));
        }
        long count = Long.parseLong(match.group(1));
        return switch (match.group(2)) {
            case "ms" -> Duration.ofMillis(count);
            case "m" -> Duration.ofMinutes(count);
            case "h" -> Duration.ofHours(count);
            case "d" -> Duration.ofDays(count);
            default -> Duration.ofSeconds(count);
        };
    }
}
