package org.kingfisherprocess.service.http;

import java.net.URLDecoder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/// A header's value with parameters, as Content-Type and Content-Disposition have:
///
///     word *( ";" name "=" ( token | quoted-string ) )
///
/// A backslash in quotes escapes a quote or a backslash; before anything else it is itself, since some clients send Windows paths.
/// `name*=charset'language'percent-encoded` (RFC 5987) goes before a plain `name=`.
record HeaderValue(String word, Map<String, String> parameters) {
    static HeaderValue parse(String text) {
        return new Scanner(text).scan();
    }

    /// The parameter, or an empty text.
    String parameter(String name) {
        return parameters.getOrDefault(name, "");
    }

    private static final class Scanner {
        private final String text;
        private int at;

        Scanner(String text) {
            this.text = text;
        }

        HeaderValue scan() {
            var word = until(";").strip();
            var plain = new HashMap<String, String>();
            var extended = new HashMap<String, String>();
            while (at < text.length()) {
                at++;
                var name = until("=;").strip().toLowerCase(Locale.ROOT);
                if (at >= text.length() || text.charAt(at) != '=') {
                    continue;
                }
                at++;
                var value = value();
                if (name.endsWith("*")) {
                    extended.putIfAbsent(name.substring(0, name.length() - 1), decode(value));
                } else {
                    plain.putIfAbsent(name, value);
                }
            }
            plain.putAll(extended);
            return new HeaderValue(word, Map.copyOf(plain));
        }

        private String until(String ends) {
            var start = at;
            while (at < text.length() && ends.indexOf(text.charAt(at)) < 0) {
                at++;
            }
            return text.substring(start, at);
        }

        private String value() {
            while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
                at++;
            }
            if (at >= text.length() || text.charAt(at) != '"') {
                return until(";").strip();
            }
            at++;
            var value = quoted();
            until(";");
            return value;
        }

        private String quoted() {
            var value = new StringBuilder();
            while (at < text.length() && text.charAt(at) != '"') {
                if (text.charAt(at) == '\\' && at + 1 < text.length() && escapes(at + 1)) {
                    at++;
                }
                value.append(text.charAt(at++));
            }
            at++;
            return value.toString();
        }

        private boolean escapes(int next) {
            return text.charAt(next) == '"' || text.charAt(next) == '\\';
        }

        private static String decode(String extended) {
            var parts = extended.split("'", 3);
            if (parts.length < 3) {
                return extended;
            }
            try {
                var charset =
                        parts[0].isEmpty() ? StandardCharsets.UTF_8 : Charset.forName(parts[0]);
                return URLDecoder.decode(parts[2].replace("+", "%2B"), charset);
            } catch (IllegalArgumentException e) {
                throw new HttpException(400, "a header's parameter cannot be decoded: " + extended);
            }
        }
    }
}
