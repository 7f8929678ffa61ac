package org.kingfisherprocess.ocds;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Compiles the examples in the comments of all public types. What an example uses without
/// declaring it is declared here: the usual things at hand, and the usual things to do with them.
class JavadocExamplesTest {

    private static final Path SOURCES = Path.of("src/main/java");
    private static final Pattern EXAMPLE =
            Pattern.compile(
                    "^ *///? ```java\n(.*?)^ *///? ```$", Pattern.DOTALL | Pattern.MULTILINE);

    private static final String AT_HAND =
            """
            import java.io.*;
            import java.nio.file.*;
            import java.util.*;
            import org.kingfisherprocess.ocds.format.*;
            import org.kingfisherprocess.ocds.json.*;
            import org.kingfisherprocess.ocds.merge.*;
            import org.kingfisherprocess.ocds.schema.*;
            import org.kingfisherprocess.ocds.upgrade.*;

            @SuppressWarnings("all")
            abstract class TYPE {
                Path file;
                String url;
                byte[] bytes;
                InputStream input, raw;
                OutputStream output;
                CanonicalJson packageData;
                Document document;
                List<JsonValue> releases;
                List<byte[]> rows;
                JsonObject release, releaseSchema;
                MergeRules rules;
                Merger merger;
                MergeResult.Merged merged;
                OcdsSchema schema;
                Extensions extensions;
                Extension lots;
                List<Extension> found;
                UpgradeWarning warning;
                List<Object> warnings;

                abstract void count(Object value);
                abstract void load(Object value);
                abstract void log(Object value);
                abstract void note(Object value);
                abstract void parse(InputStream value);
                abstract void store(Object value);
                abstract void warn(Object value);

                void example() throws Exception {
            BODY
                }
            }
            """;

    @Test
    void examplesCompile(@TempDir Path output) throws IOException {
        var examples = new ArrayList<JavaFileObject>();
        for (var source : sources()) {
            EXAMPLE.matcher(Files.readString(source))
                    .results()
                    .forEach(example -> examples.add(unit(source, example, examples.size())));
        }
        assertThat(examples).hasSizeGreaterThan(20);
        var problems = new DiagnosticCollector<JavaFileObject>();
        var options =
                List.of(
                        "-proc:none",
                        "-d",
                        output.toString(),
                        "-cp",
                        String.join(
                                File.pathSeparator,
                                System.getProperty("java.class.path"),
                                System.getProperty("jdk.module.path", ""),
                                "target/classes"));
        ToolProvider.getSystemJavaCompiler()
                .getTask(null, null, problems, options, null, examples)
                .call();
        assertThat(problems.getDiagnostics())
                .filteredOn(problem -> problem.getKind() == Diagnostic.Kind.ERROR)
                .extracting(JavadocExamplesTest::show)
                .isEmpty();
    }

    @Test
    void everyPublicTypeHasAnExampleOrIsPartOfOneThatHas() throws IOException {
        var without = new ArrayList<String>();
        for (var source : sources()) {
            var text = Files.readString(source);
            var type = Pattern.compile("^public ", Pattern.MULTILINE).matcher(text);
            if (isOfTheseRooms(source) && type.find() && !EXAMPLE.matcher(text).find()) {
                without.add(String.valueOf(source.getFileName()));
            }
        }
        assertThat(without).isEmpty();
    }

    private static boolean isOfTheseRooms(Path source) {
        var room = String.valueOf(source.getName(source.getNameCount() - 2));
        return List.of("merge", "schema", "upgrade").contains(room);
    }

    private static List<Path> sources() throws IOException {
        try (var files = Files.walk(SOURCES)) {
            return files.filter(file -> file.toString().endsWith(".java")).sorted().toList();
        }
    }

    private static JavaFileObject unit(Path source, MatchResult example, int number) {
        var type = String.valueOf(source.getFileName()).replace(".java", "") + "Example" + number;
        var body = example.group(1).replaceAll("(?m)^ *///? ?", "");
        return new SimpleJavaFileObject(
                URI.create("string:///" + type + ".java"), JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return AT_HAND.replace("TYPE", type).replace("BODY", body);
            }
        };
    }

    private static String show(Diagnostic<? extends JavaFileObject> problem) {
        var source = problem.getSource() == null ? "?" : problem.getSource().getName();
        return source + ": " + problem.getMessage(Locale.ROOT);
    }
}
