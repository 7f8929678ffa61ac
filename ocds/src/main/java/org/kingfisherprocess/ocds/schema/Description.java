package org.kingfisherprocess.ocds.schema;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;

/// The description of a version of OCDS: objects with their fields, and codelists. Its form is told
/// at the top of the files `ocds-1.0.txt` and `ocds-1.1.txt` beside this class.
final class Description {

    private static final Pattern FIELD = Pattern.compile("( +)(\\w+)(!?)(@?) +(.*)");
    private static final Pattern COLUMNS = Pattern.compile(" {2,}");
    private static final Pattern WORD = Pattern.compile(" ");
    private static final String CODELIST = "codelist ";

    private final Map<String, String> header = new HashMap<>();
    private final Map<String, List<Field>> objects = new LinkedHashMap<>();
    private final Map<String, Codelist> codelists = new LinkedHashMap<>();

    private Description(List<String> lines) {
        for (var block : blocks(lines)) {
            var title = block.getFirst();
            if (title.startsWith(CODELIST)) {
                var codelist = codelist(title.substring(CODELIST.length()), block);
                codelists.put(codelist.name(), codelist);
            } else if (title.contains(" ")) {
                block.forEach(line -> header.put(line.split(" ", 2)[0], line.split(" ", 2)[1]));
            } else {
                objects.put(title, fields(new ArrayDeque<>(block.subList(1, block.size())), 0));
            }
        }
    }

    static Description of(OcdsVersion version) {
        var resource = "ocds-" + version.text() + ".txt";
        try (var text = Description.class.getResourceAsStream(resource)) {
            var bytes = Objects.requireNonNull(text, resource).readAllBytes();
            return new Description(new String(bytes, StandardCharsets.UTF_8).lines().toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// What schemas are addressed by: a file's name comes after it.
    String base() {
        return Objects.requireNonNull(header.get("base"));
    }

    Map<String, List<Field>> objects() {
        return objects;
    }

    Map<String, Codelist> codelists() {
        return codelists;
    }

    private static List<List<String>> blocks(List<String> lines) {
        var blocks = new ArrayList<List<String>>();
        var block = new ArrayList<String>();
        for (var line : lines) {
            if (line.isBlank()) {
                blocks.add(List.copyOf(block));
                block.clear();
            } else if (!line.startsWith("#")) {
                block.add(line);
            }
        }
        blocks.add(block);
        return blocks.stream().filter(filled -> !filled.isEmpty()).toList();
    }

    /// Takes the lines that are further to the right than their parent.
    private static List<Field> fields(Deque<String> lines, int parentIndent) {
        var fields = new ArrayList<Field>();
        while (!lines.isEmpty() && indent(lines.element()) > parentIndent) {
            var line = FIELD.matcher(lines.remove());
            if (!line.matches()) {
                throw new IllegalStateException("not a field: " + line);
            }
            var columns = COLUMNS.split(line.group(5).strip(), 2);
            var notes = columns.length < 2 ? List.<String>of() : List.of(WORD.split(columns[1], 0));
            fields.add(
                    new Field(
                            line.group(2),
                            !line.group(3).isEmpty(),
                            !line.group(4).isEmpty(),
                            ShapeParser.parse(columns[0]),
                            notes,
                            fields(lines, line.group(1).length())));
        }
        return List.copyOf(fields);
    }

    private static int indent(String line) {
        return line.length() - line.stripLeading().length();
    }

    private static Codelist codelist(String name, List<String> block) {
        var codes = new ArrayList<String>();
        var deprecated = new HashMap<String, String>();
        for (var line : block.subList(1, block.size())) {
            for (var word : WORD.split(line.strip(), 0)) {
                int mark = word.indexOf('!');
                var code = mark < 0 ? word : word.substring(0, mark);
                codes.add(code);
                if (mark >= 0) {
                    deprecated.put(code, word.substring(mark + 1));
                }
            }
        }
        return new Codelist(name, codes, deprecated);
    }
}
