package org.kingfisherprocess.ocds.json;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads JSON from a stream of UTF-8 token by token, in memory that does not depend on the length
/// of the stream or of its texts. Several values may follow one another.
///
/// It works on bytes: a text is neither decoded nor held unless somebody asks for it. What it can
/// read past it records as a [JsonDefect]; anything else is a [JsonSyntaxException], after which
/// only [#resumeAtNextLine] helps. Not thread-safe. The stream stays the caller's to close.
public final class JsonScanner {
    /// What [#next] may return. `END` comes when no value follows, and then always.
    public enum Token {
        START_OBJECT,
        END_OBJECT,
        START_ARRAY,
        END_ARRAY,
        NAME,
        STRING,
        NUMBER,
        TRUE,
        FALSE,
        NULL,
        END
    }

    /// What to do about a text (between quotes) that no parser should accept: control characters,
    /// malformed UTF-8, unknown escapes.
    public enum BrokenText {
        /// It is a syntax error, as it is for Python.
        REFUSED,
        /// It is a defect, and scanning goes on.
        TOLERATED,
        /// It is a defect, but a text that runs past its line is a syntax error.
        TOLERATED_WITHIN_LINE
    }

    private enum Expected {
        FIRST,
        VALUE,
        COMMA
    }

    // Far above what any limit allows: one bit each, so that hostile nesting costs 128 KiB at most.
    private static final int MAX_OPEN = 1 << 20;

    private static final byte[] TOO_LONG = "(too long)".getBytes(StandardCharsets.US_ASCII);

    private final StreamBuffer buffer;
    private final TextScanner text;
    private final NumberScanner number;
    private final GrowingBytes name;
    private long[] objects = new long[4];
    private int depth;
    private boolean inObject;
    private Expected expected = Expected.FIRST;
    private boolean textPending;
    private long tokenLine;
    private long valueLine;
    private final boolean withinLine;
    private final boolean keepNumbers;
    private final int maxNameLength;

    /// Scans a stream.
    public JsonScanner(InputStream utf8, JsonLimits limits, BrokenText brokenText) {
        this(new StreamBuffer(utf8), limits, brokenText);
    }

    /// Scans bytes where they lie.
    public JsonScanner(byte[] utf8, JsonLimits limits, BrokenText brokenText) {
        this(new StreamBuffer(utf8), limits, brokenText);
    }

    private JsonScanner(StreamBuffer buffer, JsonLimits limits, BrokenText brokenText) {
        this.buffer = buffer;
        this.text = new TextScanner(buffer, brokenText);
        this.number = new NumberScanner(buffer, limits.maxNumberLength());
        this.name = new GrowingBytes(limits.maxNameLength());
        this.withinLine = brokenText == BrokenText.TOLERATED_WITHIN_LINE;
        this.maxNameLength = limits.maxNameLength();
        this.keepNumbers = brokenText != BrokenText.REFUSED;
    }

    /// The next token. Passes over the text of the last one, if nobody read it.
    public Token next() throws IOException {
        if (textPending) {
            readText(null);
        }
        int next = buffer.skipWhitespace();
        if (depth == 0) {
            valueLine = buffer.line;
            return next < 0 ? Token.END : value(next);
        }
        if (withinLine && buffer.line > valueLine) {
            staysOnLine(depth == 1 && expected == Expected.FIRST);
        }
        if (expected == Expected.COMMA) {
            if (next == ',') {
                buffer.position++;
                next = buffer.skipWhitespace();
            } else {
                return close(next, inObject ? "',' or '}'" : "',' or ']'");
            }
        } else if (expected == Expected.FIRST && next == (inObject ? '}' : ']')) {
            return close(next, "");
        }
        return inObject && expected != Expected.VALUE ? name(next) : value(next);
    }

    /// Of JSON lines, a value that has a line break right behind its first bracket is printed for
    /// people and may span lines. Any other ends with its line: one that does not was cut off, and
    /// must not swallow the next.
    private void staysOnLine(boolean behindFirstBracket) {
        if (behindFirstBracket) {
            valueLine = Long.MAX_VALUE;
        } else {
            throw new JsonSyntaxException(buffer.where(), "the line before ends within its value");
        }
    }

    /// How many objects and arrays are open.
    public int depth() {
        return depth;
    }

    /// Passes over everything up to where only `depth` objects and arrays are open.
    public void skipTo(int targetDepth) throws IOException {
        while (depth > targetDepth) {
            next();
        }
        if (textPending) {
            readText(null);
        }
    }

    /// Whether the name just read is this one. Only for names without quotes, backslashes and
    /// control characters.
    public boolean nameIs(byte[] plainName) {
        return Arrays.equals(name.array(), 0, name.length(), plainName, 0, plainName.length);
    }

    /// The name just read.
    public String nameText() {
        return CanonicalText.decode(name.array(), 0, name.length());
    }

    /// Reads the text of the STRING token just returned and tells whether it is this one. Only for
    /// texts without quotes, backslashes and control characters.
    public boolean textIs(byte[] plainText) throws IOException {
        name.clear();
        readText(name);
        return !name.overflowed() && nameIs(plainText);
    }

    /// Bytes of the stream passed so far.
    public long offset() {
        return buffer.offset();
    }

    /// Where scanning stands: behind the last token, or where a syntax error was found.
    public JsonPosition position() {
        return buffer.where();
    }

    /// Takes the first defect met since the last call.
    public Optional<JsonDefect> takeDefect() {
        return text.takeDefect();
    }

    boolean hasDefect() {
        return text.hasDefect();
    }

    void addDefect(String problem) {
        text.defect(problem);
    }

    /// The name just read, in canonical form without its quotes. Valid until the next token.
    GrowingBytes name() {
        return name;
    }

    /// The number just read. Valid until the next token.
    GrowingBytes number() {
        return number.text();
    }

    /// Reads the text of the STRING token just returned, in canonical form without its quotes.
    void readText(@Nullable GrowingBytes target) throws IOException {
        textPending = false;
        text.read(target);
    }

    /// After a syntax error in JSON lines: forgets what was open and goes on with the next line.
    /// That is the line of the error itself where its first token was already one too many, because
    /// then the broken line is the one before.
    public void resumeAtNextLine() throws IOException {
        boolean lineIsUntouched = depth > 0 && buffer.line > tokenLine && !textPending;
        depth = 0;
        textPending = false;
        expected = Expected.FIRST;
        text.takeDefect();
        if (!lineIsUntouched || !buffer.ensure(1) || buffer.bytes[buffer.position] != '{') {
            buffer.skipLine();
        }
    }

    private Token name(int next) throws IOException {
        if (next != '"') {
            throw unexpected(next, expected == Expected.FIRST ? "a name or '}'" : "a name");
        }
        tokenLine = buffer.line;
        buffer.position++;
        name.clear();
        text.read(name);
        if (name.overflowed()) {
            text.defect("a name is longer than the limit of bytes for names");
            // What was kept of it may end within an escape.
            name.clear();
            name.append(TOO_LONG, 0, Math.min(TOO_LONG.length, maxNameLength));
        }
        int colon = buffer.skipWhitespace();
        if (colon != ':') {
            throw unexpected(colon, "':'");
        }
        buffer.position++;
        expected = Expected.VALUE;
        return Token.NAME;
    }

    private Token value(int next) throws IOException {
        Token token =
                switch (next) {
                    case '"' -> Token.STRING;
                    case '{' -> Token.START_OBJECT;
                    case '[' -> Token.START_ARRAY;
                    case 't' -> literal("true", Token.TRUE);
                    case 'f' -> literal("false", Token.FALSE);
                    case 'n' -> literal("null", Token.NULL);
                    case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> Token.NUMBER;
                    default ->
                            throw unexpected(
                                    next,
                                    expected == Expected.FIRST && depth > 0
                                            ? "a value or ']'"
                                            : "a value");
                };
        tokenLine = buffer.line;
        expected = Expected.COMMA;
        switch (token) {
            case STRING -> {
                buffer.position++;
                textPending = true;
            }
            case NUMBER -> {
                number.read();
                if (keepNumbers && number.text().overflowed()) {
                    text.defect("a number is longer than the limit of characters for numbers");
                }
            }
            case START_OBJECT -> open(true);
            case START_ARRAY -> open(false);
            default -> {}
        }
        return token;
    }

    private Token literal(String word, Token token) throws IOException {
        if (buffer.ensure(word.length())) {
            int i = 0;
            while (i < word.length() && buffer.bytes[buffer.position + i] == word.charAt(i)) {
                i++;
            }
            if (i == word.length()) {
                buffer.position += i;
                return token;
            }
        }
        throw new JsonSyntaxException(buffer.where(), "expected " + word);
    }

    private void open(boolean object) {
        if (depth == MAX_OPEN) {
            throw new JsonSyntaxException(
                    buffer.where(), "nested deeper than %,d levels".formatted(MAX_OPEN));
        }
        buffer.position++;
        if (depth >> 6 == objects.length) {
            objects = Arrays.copyOf(objects, 2 * objects.length);
        }
        long bit = 1L << depth;
        objects[depth >> 6] = object ? objects[depth >> 6] | bit : objects[depth >> 6] & ~bit;
        depth++;
        inObject = object;
        expected = Expected.FIRST;
    }

    private Token close(int next, String expectation) {
        if (next != (inObject ? '}' : ']')) {
            throw unexpected(next, expectation);
        }
        Token token = inObject ? Token.END_OBJECT : Token.END_ARRAY;
        tokenLine = buffer.line;
        buffer.position++;
        depth--;
        inObject = depth > 0 && (objects[(depth - 1) >> 6] & (1L << (depth - 1))) != 0;
        expected = Expected.COMMA;
        return token;
    }

    private JsonSyntaxException unexpected(int next, String expectation) {
        String found =
                next < 0
                        ? "the text ends"
                        : next > ' ' && next < 0x7f
                                ? "found '" + (char) next + "'"
                                : "found the byte 0x%02x".formatted(next);
        return new JsonSyntaxException(
                buffer.where(), "expected " + expectation + ", but " + found);
    }
}
