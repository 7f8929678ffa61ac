package org.kingfisherprocess.service.settings;

import java.math.BigDecimal;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// Turns the texts of settings into typed values and collects what is wrong with them.
final class Values {
    private static final Pattern SIZE =
            Pattern.compile("([0-9]+(?:\\.[0-9]+)?)\\s*([KMGT]?)(?:I?B)?");
    private static final Pattern PERCENT = Pattern.compile("([0-9]{1,3}(?:\\.[0-9]{1,4})?)\\s*%");
    private static final Pattern DURATION = Pattern.compile("([0-9]+)\\s*(MS|S|M|H|D)");

    private final Map<Setting, SettingInForce> texts;
    private final List<String> problems;

    Values(Map<Setting, SettingInForce> texts, List<String> problems) {
        this.texts = texts;
        this.problems = problems;
    }

    String text(Setting setting) {
        return inForce(setting).value();
    }

    boolean isSet(Setting setting) {
        return !inForce(setting).origin().equals(SettingsReader.DEFAULT);
    }

    /// Powers of 1024 with or without the `i`: `256 KiB`, `64M`, or plain bytes.
    long bytes(Setting setting, long least, long most) {
        var match = SIZE.matcher(text(setting).strip().toUpperCase(Locale.ROOT));
        if (!match.matches()) {
            return wrong(setting, "is not a size such as 64 MiB", least);
        }
        int power = match.group(2).isEmpty() ? 0 : "KMGT".indexOf(match.group(2)) + 1;
        var size = new BigDecimal(match.group(1)).multiply(BigDecimal.valueOf(1024).pow(power));
        if (size.compareTo(BigDecimal.valueOf(least)) < 0
                || size.compareTo(BigDecimal.valueOf(most)) > 0) {
            return wrong(
                    setting, "must be between %,d and %,d bytes".formatted(least, most), least);
        }
        return size.longValue();
    }

    int whole(Setting setting, int least, int most) {
        try {
            int value = Integer.parseInt(text(setting).strip());
            return value >= least && value <= most ? value : wrongWhole(setting, least, most);
        } catch (NumberFormatException _) {
            return wrongWhole(setting, least, most);
        }
    }

    Duration duration(Setting setting) {
        var match = DURATION.matcher(text(setting).strip().toUpperCase(Locale.ROOT));
        if (!match.matches() || match.group(1).length() > 9) {
            return wrong(setting, "is not a time such as 30s, 5m or 12h", Duration.ZERO);
        }
        return unit(match.group(2)).multipliedBy(Long.parseLong(match.group(1)));
    }

    /// One day or more.
    Duration days(Setting setting) {
        var duration = duration(setting);
        return duration.compareTo(Duration.ofDays(1)) < 0
                ? wrong(setting, "must be a day or more, such as 365d", Duration.ofDays(1))
                : duration;
    }

    private static Duration unit(String letters) {
        return switch (letters) {
            case "MS" -> Duration.ofMillis(1);
            case "S" -> Duration.ofSeconds(1);
            case "M" -> Duration.ofMinutes(1);
            case "H" -> Duration.ofHours(1);
            default -> Duration.ofDays(1);
        };
    }

    /// A constant by its name, in any case.
    <E extends Enum<E>> E oneOf(Setting setting, Class<E> type) {
        var names = new ArrayList<String>();
        for (var constant : type.getEnumConstants()) {
            names.add(constant.name().toLowerCase(Locale.ROOT));
            if (constant.name().equalsIgnoreCase(text(setting).strip())) {
                return constant;
            }
        }
        return wrong(
                setting, "must be one of " + String.join(", ", names), type.getEnumConstants()[0]);
    }

    /// As Python's ConfigParser reads a boolean, which is what version 1 did.
    boolean truth(Setting setting) {
        return switch (text(setting).strip().toLowerCase(Locale.ROOT)) {
            case "1", "yes", "true", "on" -> true;
            case "0", "no", "false", "off" -> false;
            default -> wrong(setting, "must be true or false", false);
        };
    }

    /// Not resolved here: a name that cannot be found now may be found when the socket is opened.
    InetSocketAddress address(Setting setting) {
        var text = text(setting).strip();
        int colon = text.lastIndexOf(':');
        try {
            int port = Integer.parseInt(text.substring(colon + 1));
            var host = text.substring(0, Math.max(colon, 0)).replaceAll("^\\[|]$", "");
            return InetSocketAddress.createUnresolved(
                    host.isEmpty() ? "0.0.0.0" : host, colon < 0 ? -1 : port);
        } catch (IllegalArgumentException _) {
            return wrong(
                    setting,
                    "is not HOST:PORT with a port up to 65535",
                    InetSocketAddress.createUnresolved("127.0.0.1", 0));
        }
    }

    List<Path> folders(Setting setting) {
        var folders = new ArrayList<Path>();
        for (var text : text(setting).split(":", -1)) {
            if (!text.isBlank()) {
                var folder = Path.of(text.strip());
                if (!folder.isAbsolute()) {
                    wrong(setting, "must hold absolute paths", folder);
                }
                folders.add(folder);
            }
        }
        return folders;
    }

    /// An absolute path; empty where nothing is set.
    Optional<Path> folder(Setting setting) {
        var folders = folders(setting);
        return folders.size() > 1
                ? wrong(setting, "must be one folder", Optional.empty())
                : folders.stream().findFirst();
    }

    /// The part of 1 that a text such as `1%` or `0.5 %` stands for.
    double percent(Setting setting) {
        var match = PERCENT.matcher(text(setting).strip());
        if (!match.matches()) {
            return wrong(setting, "is not a percentage such as 1%", 0.0);
        }
        double part = Double.parseDouble(match.group(1)) / 100;
        return part <= 1 ? part : wrong(setting, "must be 100% or less", 1.0);
    }

    /// An address of the web; empty where nothing is set.
    Optional<URI> uri(Setting setting) {
        var text = text(setting).strip();
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            var uri = URI.create(text);
            return uri.getHost() != null && uri.getScheme().matches("https?")
                    ? Optional.of(uri)
                    : wrong(setting, "is not http://HOST:PORT", Optional.empty());
        } catch (IllegalArgumentException _) {
            return wrong(setting, "is not http://HOST:PORT", Optional.empty());
        }
    }

    List<String> list(Setting setting) {
        var texts = new ArrayList<String>();
        for (var text : text(setting).split(",", -1)) {
            if (!text.isBlank()) {
                texts.add(text.strip());
            }
        }
        return texts;
    }

    <T> T wrong(Setting setting, String what, T instead) {
        var value = inForce(setting);
        problems.add(
                "%s (%s) %s%s"
                        .formatted(
                                setting.name(),
                                value.origin(),
                                what,
                                setting.secret() ? "" : ", was " + value.value()));
        return instead;
    }

    private int wrongWhole(Setting setting, int least, int most) {
        return wrong(
                setting,
                "must be a whole number between %,d and %,d".formatted(least, most),
                least);
    }

    private SettingInForce inForce(Setting setting) {
        var value = texts.get(setting);
        if (value == null) {
            throw new IllegalArgumentException(setting.name() + " is not in the catalogue");
        }
        return value;
    }
}
