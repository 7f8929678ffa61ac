package org.kingfisherprocess.service.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.kingfisherprocess.ocds.json.JsonArray;
import org.kingfisherprocess.ocds.json.JsonLiteral;
import org.kingfisherprocess.ocds.json.JsonObject;
import org.kingfisherprocess.ocds.json.JsonReader;

final class PageTest {
    private static final String EVENT = "data: ";

    private final AtomicReference<Picture> picture = new AtomicReference<>(Pictures.locked());
    private final Page page = Page.start(0, picture::get);
    private final HttpClient client = HttpClient.newHttpClient();

    @AfterEach
    void close() {
        client.shutdownNow();
        page.close();
    }

    @Test
    void loadsNothingFromElsewhere() throws IOException, InterruptedException {
        var loaded = Jsoup.parse(get("/").body()).select("[src], link[href]");

        assertThat(loaded)
                .extracting(element -> element.attr("src") + element.attr("href"))
                .containsExactlyInAnyOrder("data:,", "/style.css", "/script.js");
        assertThat(get("/style.css").body()).doesNotContain("url(", "@import");
        assertThat(get("/script.js").body())
                .doesNotContain("https:", "import ", "innerHTML", "eval(");
    }

    @Test
    void letsNoOtherScriptRun() throws IOException, InterruptedException {
        for (var path : new String[] {"/", "/style.css", "/script.js"}) {
            var headers = get(path).headers();
            assertThat(headers.firstValue("Content-Security-Policy").orElseThrow())
                    .startsWith("default-src 'none'; style-src 'self'; script-src 'self'")
                    .doesNotContain("unsafe");
            assertThat(headers.firstValue("X-Content-Type-Options")).contains("nosniff");
        }
        assertThat(Jsoup.parse(get("/").body()).select("script:not([src]), style, [style]"))
                .isEmpty();
    }

    @Test
    void hasEveryPlaceThatItsScriptFills() throws IOException, InterruptedException {
        var document = Jsoup.parse(get("/").body());
        var filled =
                Pattern.compile("(?:element|say)\\(\"([a-z-]+)\"")
                        .matcher(get("/script.js").body())
                        .results()
                        .map(found -> found.group(1))
                        .distinct()
                        .toList();

        assertThat(filled).hasSizeGreaterThan(15);
        assertThat(filled).allMatch(id -> document.getElementById(id) != null);
    }

    @Test
    void sendsThePictureAndThenWhatIsNew() throws IOException, InterruptedException {
        try (var events = events()) {
            var lines = events.filter(line -> line.startsWith(EVENT)).iterator();
            var first = parse(lines.next());
            picture.set(Pictures.ended());
            var rest = parse(lines.next());
            while (JsonLiteral.NULL.equals(rest.get("account"))) {
                rest = parse(lines.next());
            }

            assertThat(array(first, "samples").size()).isEqualTo(40);
            assertThat(array(first, "lines").size()).isEqualTo(2);
            assertThat(array(first, "stages").size()).isEqualTo(Stage.values().length);
            assertThat(array(first, "locks").toString())
                    .contains("holds ACCESS EXCLUSIVE on release");
            assertThat(first.get("account")).isEqualTo(JsonLiteral.NULL);
            assertThat(array(rest, "samples").size()).isEqualTo(20);
            assertThat(array(rest, "lines").isEmpty()).isTrue();
            assertThat(String.valueOf(rest.get("account")))
                    .contains("\"lost\":0", "Nothing was lost");
            assertThat(lines.hasNext()).as("anything after the account").isFalse();
        }
    }

    @Test
    void showsTheLastPictureBeforeItLeaves() throws IOException, InterruptedException {
        try (var events = events()) {
            var lines = events.filter(line -> line.startsWith(EVENT)).iterator();
            lines.next();
            picture.set(Pictures.ended());
            page.close();

            var last = lines.next();
            while (lines.hasNext()) {
                last = lines.next();
            }
            assertThat(parse(last).get("account")).isNotEqualTo(JsonLiteral.NULL);
        }
    }

    @Test
    void saysWhichOptionChoosesAnotherPort() {
        int taken = page.address().getPort();

        assertThatThrownBy(() -> Page.start(taken, picture::get))
                .isInstanceOf(DemoException.class)
                .hasMessageContaining("--port");
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return client.send(request(path), BodyHandlers.ofString());
    }

    private Stream<String> events() throws IOException, InterruptedException {
        var answer = client.send(request("/events"), BodyHandlers.ofLines());
        assertThat(answer.headers().firstValue("Content-Type"))
                .contains("text/event-stream; charset=utf-8");
        return answer.body();
    }

    private HttpRequest request(String path) {
        return HttpRequest.newBuilder(page.address().resolve(path)).build();
    }

    private static JsonObject parse(String event) {
        return (JsonObject) JsonReader.read(event.substring(EVENT.length()));
    }

    private static JsonArray array(JsonObject object, String name) {
        return (JsonArray) java.util.Objects.requireNonNull(object.get(name));
    }
}
