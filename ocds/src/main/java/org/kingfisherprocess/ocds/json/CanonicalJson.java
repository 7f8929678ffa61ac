package org.kingfisherprocess.ocds.json;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;

/// A JSON value in canonical form: UTF-8, no spaces, members sorted by the code points of their
/// names, of members with one name the last, numbers in their own text, texts escaped as little as
/// can be. Two values are equal if their canonical forms are.
///
/// ```java
/// CanonicalJson.of("{\"b\": 1.50, \"a\": 2}").toString();   // {"a":2,"b":1.50}
/// ```
public final class CanonicalJson {
    /// `{}`, as what stands beside nothing.
    public static final CanonicalJson EMPTY_OBJECT = of("{}");

    private final byte[] utf8;
    private final String md5;

    CanonicalJson(byte[] utf8, String md5) {
        this.utf8 = utf8;
        this.md5 = md5;
    }

    /// Reads one JSON value.
    ///
    /// @throws JsonSyntaxException if this is not JSON, or not one value
    /// @throws IllegalArgumentException if the value has a [JsonDefect]
    public static CanonicalJson of(byte[] json, JsonLimits limits) {
        var scanner = new JsonScanner(json, limits, JsonScanner.BrokenText.REFUSED);
        var reader = new CanonicalReader(scanner, limits);
        try {
            CanonicalReader.Outcome outcome = reader.read(scanner.next());
            if (scanner.next() != JsonScanner.Token.END) {
                throw new JsonSyntaxException(
                        scanner.position(), "a second value follows the first");
            }
            return switch (outcome) {
                case CanonicalReader.Read(CanonicalJson value) -> value;
                case CanonicalReader.Refused refused ->
                        throw new IllegalArgumentException(refused.message());
            };
        } catch (IOException e) {
            throw new UncheckedIOException("bytes in memory cannot fail to be read", e);
        }
    }

    /// Reads one JSON value within the default limits; see [#of(byte[], JsonLimits)].
    public static CanonicalJson of(String json) {
        return of(json.getBytes(UTF_8), JsonLimits.DEFAULT);
    }

    /// The bytes themselves, not a copy: do not change them.
    public byte[] utf8() {
        return utf8;
    }

    /// 32 lower-case hexadecimal digits: the MD5 of this form with everything but printable ASCII
    /// escaped by four hexadecimal digits, as versions 1 and 2 computed it.
    public String md5() {
        return md5;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CanonicalJson that && Arrays.equals(utf8, that.utf8);
    }

    @Override
    public int hashCode() {
        return md5.hashCode();
    }

    @Override
    public String toString() {
        return new String(utf8, UTF_8);
    }
}
