package org.kingfisherprocess.ocds.format;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Queue;
import org.kingfisherprocess.ocds.json.CanonicalJson;
import org.kingfisherprocess.ocds.json.CanonicalObject;
import org.kingfisherprocess.ocds.json.CanonicalReader;
import org.kingfisherprocess.ocds.json.JsonLimits;
import org.kingfisherprocess.ocds.json.JsonScanner;
import org.kingfisherprocess.ocds.json.JsonScanner.BrokenText;
import org.kingfisherprocess.ocds.json.JsonScanner.Token;
import org.kingfisherprocess.ocds.json.JsonSyntaxException;
import org.kingfisherprocess.ocds.json.MalformedTextException;

/// Splits a file, as a stream, into the documents of its items. Memory is bounded by the longest
/// document and the longest package data allowed, whatever the length of the file.
///
/// ```java
/// try (var splitter = Splitter.open(input, DataType.RELEASE_PACKAGE, JsonLimits.DEFAULT)) {
///     for (Part part = splitter.next(); !(part instanceof Part.End); part = splitter.next()) {
///         if (part instanceof Part.DocumentRead(Document document)) {
///             store(document);
///         }
///     }
/// }
/// ```
///
/// Nothing that a file contains makes it throw: what cannot be stored is a [Part.Problem], and the
/// rest goes on. Only a stream that cannot be read does. Not thread-safe.
public final class Splitter implements AutoCloseable {
    private enum State {
        TOP,
        WRAPPER,
        LIST,
        HOLDER,
        PACKAGE,
        DOCUMENTS,
        END
    }

    private final InputStream input;
    private final String typeName;
    private final Layout layout;
    private final byte[] wrapper;
    private final byte[] holder;
    private final byte[] documents;
    private final JsonScanner scanner;
    private final DocumentReader documentReader;
    private final CanonicalReader memberReader;
    private final CanonicalObject packageData;
    private final Queue<Part> ready = new ArrayDeque<>();

    private State state = State.TOP;
    private Shape wrapperShape = Shape.ofObject();
    private boolean anyValue;
    private boolean inItem;
    private boolean inList;
    private boolean wrapperFound;
    private boolean holderFound;
    private boolean documentsFound;
    private long number = -1;
    private long listIndex;
    private long documentIndex;

    private Splitter(InputStream input, String typeName, Layout layout, JsonLimits limits) {
        this.input = input;
        this.typeName = typeName;
        this.layout = layout;
        this.wrapper = layout.wrapper().getBytes(UTF_8);
        this.holder = layout.holder().getBytes(UTF_8);
        this.documents = layout.documents().getBytes(UTF_8);
        this.scanner =
                new JsonScanner(
                        input,
                        limits,
                        layout.lines() ? BrokenText.TOLERATED_WITHIN_LINE : BrokenText.TOLERATED);
        this.documentReader = new DocumentReader(scanner, limits, layout.kind());
        this.memberReader = new CanonicalReader(scanner, limits);
        this.packageData = new CanonicalObject(limits);
    }

    /// Begins to split a file of a known type.
    ///
    /// @param cleanUtf8 as from [org.kingfisherprocess.ocds.json.CleanInput]; closed with this
    public static Splitter open(InputStream cleanUtf8, DataType type, JsonLimits limits) {
        return new Splitter(cleanUtf8, type.typeName(), Layout.of(type), limits);
    }

    /// Begins to split a file of a format that was detected, whether it is one value, an array of
    /// them, or several of either one after another.
    ///
    /// @param cleanUtf8 from its beginning again; closed with this
    /// @throws IllegalArgumentException if the format has no documents ([Format#hasDocuments])
    public static Splitter open(InputStream cleanUtf8, DetectedFormat detected, JsonLimits limits) {
        Format format = detected.format();
        return new Splitter(cleanUtf8, format.formatName(), Layout.of(format), limits);
    }

    /// The next part; after [Part.End] always that.
    ///
    /// @throws IOException if the stream cannot be read
    public Part next() throws IOException {
        while (ready.isEmpty()) {
            try {
                advance();
            } catch (JsonSyntaxException e) {
                breakOff(e.getMessage());
            } catch (MalformedTextException e) {
                endBroken(Part.Scope.FILE, e.getMessage());
                state = State.END;
            }
        }
        return ready.remove();
    }

    /// What stands beside the documents of the item under way, as far as it has been read.
    public CanonicalJson packageDataSoFar() {
        return packageData.toCanonicalJson();
    }

    @Override
    public void close() throws IOException {
        input.close();
    }

    private void advance() throws IOException {
        switch (state) {
            case TOP -> top();
            case WRAPPER -> wrapperMember();
            case LIST -> listElement();
            case HOLDER -> holderMember();
            case PACKAGE -> packageMember();
            case DOCUMENTS -> document();
            case END -> ready.add(new Part.End());
        }
    }

    private void top() throws IOException {
        inList = false;
        Token token = scanner.next();
        if (token == Token.END) {
            if (!anyValue && !layout.lines()) {
                problem(Part.Scope.FILE, "", "the file is empty: there is no JSON value in it");
            }
            state = State.END;
            return;
        }
        anyValue = true;
        boolean wrapped = wrapper.length > 0;
        if (token == Token.NULL) {
            number++;
        } else if (wrapped && token == Token.START_OBJECT) {
            wrapperFound = false;
            wrapperShape = Shape.ofObject();
            state = State.WRAPPER;
        } else if (!wrapped && token == Token.START_ARRAY && layout.items() != Layout.Items.ONE) {
            beginList();
        } else if (!wrapped
                && layout.items() != Layout.Items.LIST
                && (layout.lines() || token == Token.START_OBJECT)) {
            item(token);
        } else {
            misfit(token);
        }
    }

    private void misfit(Token token) throws IOException {
        String found = describe(token);
        if (token == Token.START_OBJECT || token == Token.START_ARRAY) {
            misfit(found, Shape.read(scanner, token));
        } else {
            misfit(found, Shape.ofObject());
        }
    }

    private void misfit(String found, Shape shape) {
        String hint =
                shape.fits()
                        .map(type -> "; it looks like the data type " + type.typeName())
                        .orElse("");
        problem(
                Part.Scope.FILE,
                "",
                "%s is %s, but this is %s%s"
                        .formatted(typeName, layout.expectation(), found, hint));
    }

    private void wrapperMember() throws IOException {
        if (scanner.next() == Token.END_OBJECT) {
            if (!wrapperFound) {
                misfit("an object without it", wrapperShape);
            }
            state = State.TOP;
            return;
        }
        wrapperShape.note(scanner);
        boolean wanted = scanner.nameIs(wrapper);
        Token value = scanner.next();
        if (wanted && value == Token.START_ARRAY) {
            wrapperFound = true;
            beginList();
            return;
        }
        if (wanted) {
            wrapperFound = true;
            problem(Part.Scope.FILE, layout.wrapper(), notA("an array", value));
        }
        skip(value);
    }

    private void beginList() {
        inList = true;
        listIndex = -1;
        state = State.LIST;
    }

    private void listElement() throws IOException {
        Token token = scanner.next();
        if (token == Token.END_ARRAY) {
            state = wrapper.length > 0 ? State.WRAPPER : State.TOP;
            return;
        }
        listIndex++;
        if (token == Token.NULL) {
            number++;
        } else {
            item(token);
        }
    }

    private void item(Token token) throws IOException {
        beginItem();
        if (token != Token.START_OBJECT) {
            problem(Part.Scope.ITEM, itemPath(), notA("an object", token));
            skip(token);
            endItem(false);
        } else if (holder.length > 0) {
            holderFound = false;
            state = State.HOLDER;
        } else {
            content();
        }
    }

    private void beginItem() {
        number++;
        inItem = true;
        packageData.clear();
        ready.add(new Part.ItemStart(number));
    }

    /// What the item is about has begun: a package, or the one document.
    private void content() throws IOException {
        if (documents.length > 0) {
            documentsFound = false;
            state = State.PACKAGE;
        } else {
            ready.add(documentReader.read(contentPath()));
            afterContent();
        }
    }

    private void afterContent() {
        if (holder.length > 0) {
            state = State.HOLDER;
        } else {
            endItem(true);
        }
    }

    private void holderMember() throws IOException {
        if (scanner.next() == Token.END_OBJECT) {
            if (!holderFound) {
                problem(Part.Scope.ITEM, contentPath(), "there is no such member");
            }
            endItem(true);
            return;
        }
        boolean wanted = scanner.nameIs(holder);
        Token value = scanner.next();
        holderFound |= wanted;
        if (wanted && value == Token.START_OBJECT) {
            content();
            return;
        }
        if (wanted) {
            problem(Part.Scope.ITEM, contentPath(), notA("an object", value));
        }
        skip(value);
    }

    private void packageMember() throws IOException {
        if (scanner.next() == Token.END_OBJECT) {
            if (!documentsFound) {
                problem(Part.Scope.ITEM, documentsPath(), "there is no such member");
            }
            afterContent();
        } else if (scanner.nameIs(documents)) {
            Token value = scanner.next();
            if (documentsFound) {
                problem(Part.Scope.ITEM, documentsPath(), "this member stands here twice");
            }
            documentsFound = true;
            if (value == Token.START_ARRAY) {
                documentIndex = -1;
                state = State.DOCUMENTS;
            } else {
                problem(Part.Scope.ITEM, documentsPath(), notA("an array", value));
                skip(value);
            }
        } else {
            packageDataMember();
        }
    }

    private void packageDataMember() throws IOException {
        String name = scanner.nameText();
        String path = join(contentPath(), name);
        var badName = scanner.takeDefect();
        CanonicalReader.Outcome outcome = memberReader.read(scanner.next());
        if (badName.isPresent()) {
            problem(Part.Scope.ITEM, path, badName.get().message());
            return;
        }
        switch (outcome) {
            case CanonicalReader.Read(CanonicalJson value) -> {
                if (!packageData.put(name, value)) {
                    problem(Part.Scope.ITEM, path, "the package data is too large; left out");
                }
            }
            case CanonicalReader.Refused(String within, var defect) ->
                    problem(Part.Scope.ITEM, join(path, within), defect.message());
        }
    }

    private void document() throws IOException {
        Token token = scanner.next();
        if (token == Token.END_ARRAY) {
            state = State.PACKAGE;
            return;
        }
        documentIndex++;
        if (token == Token.START_OBJECT) {
            ready.add(documentReader.read(join(documentsPath(), Long.toString(documentIndex))));
        } else if (token != Token.NULL) {
            problem(
                    Part.Scope.ITEM,
                    join(documentsPath(), Long.toString(documentIndex)),
                    notA("an object", token));
            skip(token);
        }
    }

    private void endItem(boolean whole) {
        inItem = false;
        ready.add(new Part.ItemEnd(number, packageData.toCanonicalJson(), whole));
        state = inList ? State.LIST : State.TOP;
    }

    /// The JSON is broken: so is the file, or only the line.
    private void breakOff(String message) throws IOException {
        if (!layout.lines()) {
            endBroken(Part.Scope.FILE, message);
            state = State.END;
            return;
        }
        if (!inItem) {
            beginItem();
        }
        endBroken(Part.Scope.ITEM, message);
        state = State.TOP;
        try {
            scanner.resumeAtNextLine();
        } catch (MalformedTextException e) {
            endBroken(Part.Scope.FILE, e.getMessage());
            state = State.END;
        }
    }

    private void endBroken(Part.Scope scope, String message) {
        problem(scope, inItem ? itemPath() : "", message);
        if (inItem) {
            endItem(false);
        }
    }

    private void skip(Token value) throws IOException {
        boolean opened = value == Token.START_OBJECT || value == Token.START_ARRAY;
        scanner.skipTo(scanner.depth() - (opened ? 1 : 0));
    }

    private void problem(Part.Scope scope, String path, String message) {
        ready.add(new Part.Problem(scope, path, message));
    }

    private String itemPath() {
        return inList ? join(layout.wrapper(), Long.toString(listIndex)) : "";
    }

    private String contentPath() {
        return join(itemPath(), layout.holder());
    }

    private String documentsPath() {
        return join(contentPath(), layout.documents());
    }

    static String join(String path, String step) {
        return path.isEmpty() ? step : step.isEmpty() ? path : path + "/" + step;
    }

    private static String notA(String expected, Token found) {
        return "this is " + describe(found) + ", not " + expected;
    }

    private static String describe(Token token) {
        return switch (token) {
            case START_OBJECT -> "an object";
            case START_ARRAY -> "an array";
            case STRING -> "a text";
            case NUMBER -> "a number";
            case TRUE -> "true";
            case FALSE -> "false";
            case NULL -> "null";
            case NAME, END_OBJECT, END_ARRAY, END -> "no value";
        };
    }
}
