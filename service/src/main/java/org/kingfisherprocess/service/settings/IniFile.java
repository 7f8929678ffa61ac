package org.kingfisherprocess.service.settings;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// A `config.ini` as Python's ConfigParser reads it, for as much as version 1's configuration uses:
/// sections, `key = value` or `key: value`, whole-line comments with `#` or `;`, keys without
/// regard to case.
record IniFile(Map<String, String> values, List<String> problems) {

    static final IniFile EMPTY = new IniFile(Map.of(), List.of());

    IniFile {
        values = Map.copyOf(values);
        problems = List.copyOf(problems);
    }

    static IniFile parse(List<String> lines, String name) {
        var values = new LinkedHashMap<String, String>();
        var problems = new ArrayList<String>();
        var section = "";
        for (int number = 1; number <= lines.size(); number++) {
            var line = lines.get(number - 1).strip();
            if (line.isEmpty() || line.startsWith("#") || line.startsWith(";")) {
                continue;
            }
            int separator = separator(line);
            if (line.startsWith("[") && line.endsWith("]")) {
                section = line.substring(1, line.length() - 1).strip();
            } else if (section.isEmpty()) {
                problems.add(
                        "%s line %d: a setting stands before the first [SECTION]"
                                .formatted(name, number));
            } else if (separator < 1) {
                problems.add(
                        "%s line %d: neither [SECTION] nor KEY = VALUE".formatted(name, number));
            } else {
                values.put(
                        key(section, line.substring(0, separator).strip()),
                        line.substring(separator + 1).strip());
            }
        }
        return new IniFile(values, problems);
    }

    /// The value of a key such as `DBHOST.PORT`; empty text counts as not set, as in version 1's
    /// template.
    Optional<String> value(String key) {
        return Optional.ofNullable(values.get(key)).filter(text -> !text.isEmpty());
    }

    private static String key(String section, String name) {
        return section.toUpperCase(Locale.ROOT) + "." + name.toUpperCase(Locale.ROOT);
    }

    private static int separator(String line) {
        int equals = line.indexOf('=');
        int colon = line.indexOf(':');
        if (equals < 0 || colon < 0) {
            return Math.max(equals, colon);
        }
        return Math.min(equals, colon);
    }
}
