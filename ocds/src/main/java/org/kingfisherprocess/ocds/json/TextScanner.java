package org.kingfisherprocess.ocds.json;

import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads texts between quotes: runs of plain bytes are found eight at a time and copied as they
/// are; only escapes are looked at one by one.
final class TextScanner {
    private final StreamBuffer buffer;
    private final JsonScanner.BrokenText brokenText;
    private @Nullable JsonDefect defect;

    TextScanner(StreamBuffer buffer, JsonScanner.BrokenText brokenText) {
        this.buffer = buffer;
        this.brokenText = brokenText;
    }

    boolean hasDefect() {
        return defect != null;
    }

    Optional<JsonDefect> takeDefect() {
        var taken = Optional.ofNullable(defect);
        defect = null;
        return taken;
    }

    void defect(String problem) {
        if (defect == null) {
            defect = new JsonDefect(buffer.where(), problem);
        }
    }

    /// Reads up to and with the closing quote; appends the text in canonical form to the target, if
    /// there is one.
    void read(@Nullable GrowingBytes target) throws IOException {
        while (true) {
            int from = buffer.position;
            int end = plainEnd(buffer.bytes, from, buffer.limit);
            if (target != null && end > from) {
                target.append(buffer.bytes, from, end - from);
            }
            buffer.position = end;
            if (end < buffer.limit) {
                if (special(target)) {
                    return;
                }
            } else if (!buffer.ensure(1)) {
                throw new JsonSyntaxException(buffer.where(), "the text ends between quotes");
            }
        }
    }

    /// Where the run of bytes ends that stand for themselves.
    private static int plainEnd(byte[] bytes, int from, int limit) {
        int i = from;
        while (true) {
            while (i + 8 <= limit) {
                long stops = stops(EightBytes.at(bytes, i));
                if (stops != 0) {
                    i += EightBytes.before(stops);
                    break;
                }
                i += 8;
            }
            while (i < limit && bytes[i] >= ' ' && bytes[i] != '"' && bytes[i] != '\\') {
                i++;
            }
            if (i >= limit || bytes[i] >= 0) {
                return i;
            }
            int length = Utf8.lengthAt(bytes, i, limit);
            if (length == 0) {
                return i;
            }
            i += length;
        }
    }

    private static long stops(long word) {
        return EightBytes.beyondAscii(word)
                | EightBytes.control(word)
                | EightBytes.equal(word, '"')
                | EightBytes.equal(word, '\\');
    }

    /// Passes what stands at the position and is not plain; true for the closing quote.
    private boolean special(@Nullable GrowingBytes target) throws IOException {
        int next = buffer.bytes[buffer.position];
        if (next == '"') {
            buffer.position++;
            return true;
        }
        if (next == '\\') {
            escape(target);
        } else if (next < 0) {
            beyondAscii(target);
        } else if (next < ' ') {
            controlCharacter(next);
        }
        return false;
    }

    private void controlCharacter(int value) {
        if (value == '\n' && brokenText == JsonScanner.BrokenText.TOLERATED_WITHIN_LINE) {
            throw new JsonSyntaxException(buffer.where(), "the line ends between quotes");
        }
        broken("the control character 0x%02x may not stand between quotes".formatted(value));
        if (value == '\n') {
            buffer.passLineFeed();
        } else {
            buffer.position++;
        }
    }

    private void beyondAscii(@Nullable GrowingBytes target) throws IOException {
        boolean whole = buffer.ensure(4);
        int length = Utf8.lengthAt(buffer.bytes, buffer.position, buffer.limit);
        if (length == 0) {
            int first = buffer.bytes[buffer.position] & 0xff;
            broken(
                    "the byte 0x%02x is not UTF-8%s"
                            .formatted(first, whole ? "" : " or the text ends within a character"));
            length = 1;
        } else if (target != null) {
            target.append(buffer.bytes, buffer.position, length);
        }
        buffer.position += length;
    }

    private void escape(@Nullable GrowingBytes target) throws IOException {
        if (!buffer.ensure(2)) {
            throw new JsonSyntaxException(buffer.where(), "the text ends between quotes");
        }
        byte kind = buffer.bytes[buffer.position + 1];
        switch (kind) {
            case '"', '\\', 'b', 'f', 'n', 'r', 't' -> {
                if (target != null) {
                    target.append(buffer.bytes, buffer.position, 2);
                }
                buffer.position += 2;
            }
            case '/' -> buffer.position++;
            case 'u' -> numericEscape(target);
            default -> {
                broken("no escape starts like this: \\ and then the byte 0x%02x".formatted(kind));
                buffer.position++;
            }
        }
        if (kind == '/') {
            buffer.position++;
            if (target != null) {
                target.append('/');
            }
        }
    }

    private void numericEscape(@Nullable GrowingBytes target) throws IOException {
        buffer.ensure(12);
        int unit = unitAt(buffer.position);
        if (unit < 0) {
            broken("\\u must be followed by four hexadecimal digits");
            buffer.position++;
            return;
        }
        int low = Character.isHighSurrogate((char) unit) ? unitAt(buffer.position + 6) : -1;
        if (low >= 0 && Character.isLowSurrogate((char) low)) {
            appendCharacter(Character.toCodePoint((char) unit, (char) low), target);
            buffer.position += 12;
            return;
        }
        if (Character.isSurrogate((char) unit)) {
            defect("the escape \\u%04x is half a character (a lone surrogate)".formatted(unit));
        } else if (unit == 0) {
            defect("the escape \\u0000 cannot be stored");
        } else {
            appendCharacter(unit, target);
        }
        buffer.position += 6;
    }

    private int unitAt(int from) {
        byte[] bytes = buffer.bytes;
        if (buffer.limit - from < 6 || bytes[from] != '\\' || bytes[from + 1] != 'u') {
            return -1;
        }
        int unit = 0;
        for (int i = from + 2; i < from + 6; i++) {
            int digit = bytes[i] < 0 ? -1 : Character.digit(bytes[i], 16);
            if (digit < 0) {
                return -1;
            }
            unit = unit << 4 | digit;
        }
        return unit;
    }

    private static void appendCharacter(int character, @Nullable GrowingBytes target) {
        if (target != null) {
            CanonicalText.append(character, target);
        }
    }

    private void broken(String problem) {
        if (brokenText == JsonScanner.BrokenText.REFUSED) {
            throw new JsonSyntaxException(buffer.where(), problem);
        }
        defect(problem);
    }
}
