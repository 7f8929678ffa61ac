package org.kingfisherprocess.bench.load;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;

/// Makes release packages, each with releases that no other one has. Thread-safe.
public final class FileSource {
    private static final int TEMPLATES = 64;
    private static final int RUN_LENGTH = 4;
    private static final int NUMBER_LENGTH = Template.PLACE.length() - RUN_LENGTH;
    private static final byte[] SEPARATOR = ", ".getBytes(StandardCharsets.UTF_8);
    private static final byte[] END = "]}".getBytes(StandardCharsets.UTF_8);

    private final String run;
    private final List<Template> templates;
    private final AtomicLong releases = new AtomicLong();

    private FileSource(String run, List<Template> templates) {
        this.run = run;
        this.templates = List.copyOf(templates);
    }

    /// Releases of 2 to 10 KB.
    public static FileSource seeded(long seed) {
        return seeded(seed, 2_000, 10_000);
    }

    public static FileSource seeded(long seed, int smallestRelease, int largestRelease) {
        var random = new SplittableRandom(seed);
        var templates = new ArrayList<Template>();
        for (var number = 0; number < TEMPLATES; number++) {
            var step =
                    (long) (largestRelease - smallestRelease)
                            * (number * 37 % TEMPLATES)
                            / (TEMPLATES - 1);
            templates.add(Template.make(random, (int) (smallestRelease + step)));
        }
        var run = padded(Long.toString(random.nextLong(1L << 20), Character.MAX_RADIX), RUN_LENGTH);
        return new FileSource(run, templates);
    }

    /// Part of every release's id and of the names that a caller makes.
    public String run() {
        return run;
    }

    /// A whole file.
    public Sample file(String name, int count) {
        return item(name, 0, count);
    }

    /// An item of a file; `item` counts from 1.
    public Sample item(String name, int item, int count) {
        var head = head(name);
        var first = releases.getAndAdd(count);
        var bytes = new byte[length(head, first, count)];
        System.arraycopy(head, 0, bytes, 0, head.length);
        var at = head.length;
        for (var number = first; number < first + count; number++) {
            at = separate(bytes, at, number > first);
            at = template(number).copy(bytes, at, place(number));
        }
        System.arraycopy(END, 0, bytes, at, END.length);
        return new Sample(name, item, count, ByteBuffer.wrap(bytes));
    }

    /// A file too large for memory, of at least this size.
    public LargeFile large(String name, long atLeast) {
        return new LargeFile(this, name, atLeast);
    }

    byte[] head(String name) {
        return """
        {"uri": "https://example.org/%s", "version": "1.1", "publishedDate": "2024-04-01T00:00:00Z", \
        "publisher": {"name": "Velmar Tosken"}, "releases": [\
        """
                .formatted(name)
                .getBytes(StandardCharsets.UTF_8);
    }

    /// A release alone, as JSON.
    public byte[] release() {
        var number = releases.getAndIncrement();
        var template = template(number);
        var bytes = new byte[template.length()];
        template.copy(bytes, 0, place(number));
        return bytes;
    }

    /// How long the release after `ahead` more will be.
    int lengthAhead(long ahead) {
        return template(releases.get() + ahead).length();
    }

    static byte[] separator() {
        return SEPARATOR.clone();
    }

    static byte[] end() {
        return END.clone();
    }

    private int length(byte[] head, long first, int count) {
        var length = head.length + END.length + SEPARATOR.length * Math.max(0, count - 1);
        for (var number = first; number < first + count; number++) {
            length += template(number).length();
        }
        return length;
    }

    private Template template(long number) {
        return templates.get((int) (number % TEMPLATES));
    }

    private byte[] place(long number) {
        var text = run + padded(Long.toString(number, Character.MAX_RADIX), NUMBER_LENGTH);
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static int separate(byte[] bytes, int at, boolean needed) {
        if (!needed) {
            return at;
        }
        System.arraycopy(SEPARATOR, 0, bytes, at, SEPARATOR.length);
        return at + SEPARATOR.length;
    }

    private static String padded(String text, int length) {
        return "0".repeat(Math.max(0, length - text.length())) + text;
    }
}
