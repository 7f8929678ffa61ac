package org.kingfisherprocess.service.spool;

import java.util.ArrayList;
import java.util.List;

/// Fields of a line, separated by tabs; a tab, line feed, carriage return or backslash within a
/// field is written with a backslash.
final class JournalLine {
    private JournalLine() {}

    static String of(String... fields) {
        var line = new StringBuilder();
        for (String field : fields) {
            line.append(line.isEmpty() ? "" : "\t").append(escape(field));
        }
        return line.append('\n').toString();
    }

    static List<String> fields(String line) {
        var fields = new ArrayList<String>();
        for (String field : line.split("\t", -1)) {
            fields.add(unescape(field));
        }
        return fields;
    }

    private static String escape(String field) {
        return field.replace("\\", "\\\\")
                .replace("\t", "\\t")
                .replace("\n", "\\n")
                .replace("\r", "\\r");
    }

    private static String unescape(String field) {
        if (field.indexOf('\\') < 0) {
            return field;
        }
        var text = new StringBuilder();
        for (int i = 0; i < field.length(); i++) {
            char c = field.charAt(i);
            if (c == '\\' && i + 1 < field.length()) {
                c = field.charAt(++i);
                c = c == 't' ? '\t' : c == 'n' ? '\n' : c == 'r' ? '\r' : c;
            }
            text.append(c);
        }
        return text.toString();
    }
}
