package org.kingfisherprocess.service.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.kingfisherprocess.service.sql.Database;
import org.kingfisherprocess.service.testing.TestDatabases;

final class PagesTest {
    private static final String HOSTILE = "<script>alert('x')</script>\"'&<img src=x onerror=y>";

    private static final String FILL =
            """
            insert into collection (id, source_id, data_version, sample, transform_type,
                transform_from_collection_id, store_start_at, store_end_at, deleted_at, options,
                cached_releases_count, cached_records_count, cached_compiled_releases_count)
            values
                (1, 'afghanistan_records', '2026-01-31 10:00:00+00', false, '', null,
                    '2026-01-31 10:00:05+00', null, null, '{"ocds_version": "1.1"}', null, null, null),
                (2, ?, '2026-01-31 11:00:00+00', true, '', null,
                    '2026-01-31 11:00:05+00', '2026-01-31 12:00:00+00', null, '{}', 1234567, 0, 0),
                (3, 'afghanistan_records', '2026-01-31 10:00:00+00', false, 'compile-releases', 1,
                    '2026-01-31 13:00:00+00', null, '2026-01-31 14:00:00+00', '{}', null, null, null);
            insert into collection (id, source_id, data_version, sample, transform_type, store_start_at)
            select n, 'many_' || n, '2026-01-01 00:00:00+00', false, '', now() from generate_series(101, 320) as n;

            insert into collection_note (collection_id, note, stored_at, code)
            values (1, 'Spider arguments: none', now(), 'INFO'), (2, ?, now(), 'WARNING');
            insert into collection_note (collection_id, note, stored_at)
            select 3, 'OCID ' || n || ' cannot be compiled', now() from generate_series(1, 201) as n;

            insert into collection_file (id, collection_id, filename, url, errors, warnings)
            values
                (1, 1, 'a.json', 'https://example.org/a.json?x=1&y=2', null, null),
                (2, 1, 'b.json', 'javascript:alert(1)', '["not found", {"status": 404}]', '["control characters removed: 0x00"]'),
                (3, 2, ?, ?, to_jsonb(array[?]), to_jsonb(?::text)),
                (4, 101, 'only.json', 'https://example.org/only.json', 'null', '[]');
            insert into collection_file (id, collection_id, filename, url)
            select 1000 + n, 102, 'file-' || lpad(n::text, 4, '0') || '.json', 'https://example.org/' || n
            from generate_series(1, 120) as n;

            insert into collection_file_item (collection_file_id, number, errors, warnings)
            select 1, n, case when n = 7 then '["a release without an ocid"]'::jsonb end,
                case when n = 8 then '["a null was skipped"]'::jsonb end
            from generate_series(0, 11) as n;
            insert into deployment (who, kind, installation, from_release, to_release, plan, state, problem, advice,
                started_at, finished_at, acknowledged, failed_requests, longest_pause_ms)
            values (?, 'deploy', '/install', '1.0', '2.0', '{}', 'rolled_back', ?, 'Mend it.',
                '2026-01-31 10:00:00+00', '2026-01-31 10:01:30+00', 12345, 6, 789);
            insert into deployment_step (deployment_id, number, kind, why, state, tries, started_at, finished_at, result)
            values (1, 1, 'reload', 'x', 'done', 2, '2026-01-31 10:00:00+00', '2026-01-31 10:00:02.5+00', 'generation 2 took over'),
                (1, 2, 'verify', 'x', 'failed', 1, '2026-01-31 10:00:03+00', '2026-01-31 10:00:04+00', 'it answers 500');
            insert into deployment_line (deployment_id, step_number, line) values (1, 1, ?);
            insert into deploy_lock (holder, reason) values ('alice', 'a crawl');
            insert into data (id, hash_md5, data) values (1, 'a', '{}');
            insert into package_data (id, hash_md5, data) values (1, 'a', '{}');
            insert into release (collection_id, collection_file_id, collection_file_item_id, ocid, release_id,
                data_id, package_data_id)
            select 1, 1, (select min(id) from collection_file_item), 'ocds-213czf-' || n, 'r' || n, 1, 1
            from generate_series(1, 1500) as n;
            """;

    private static PagesServer server;

    @BeforeAll
    static void start() {
        var settings = TestDatabases.migrated();
        try (var database = Database.open(settings)) {
            database.run(tx ->
                    tx.execute(
                            FILL, HOSTILE, HOSTILE, HOSTILE, HOSTILE, HOSTILE, HOSTILE, HOSTILE,
                            HOSTILE, HOSTILE));
        }
        server = new PagesServer(settings);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/app",
                "/app/collection",
                "/app/collection?page=2&source=many",
                "/app/collection?source=nothing",
                "/app/collection/1",
                "/app/collection/2",
                "/app/collection/3",
                "/app/collection/1/file",
                "/app/collection/2/file",
                "/app/collection/103/file",
                "/app/deployment",
                "/app/deployment/1"
            })
    void everyPageIsAccessible(String path) {
        var page = server.page(path);
        assertThat(page.select("html").attr("lang")).isEqualTo("en");
        assertThat(page.title()).endsWith(" – Kingfisher Process");
        assertThat(page.select("h1")).hasSize(1);
        assertThat(page.select("header, nav[aria-label=Main], main#content, footer")).hasSize(4);
        assertThat(page.select("body > :first-child").attr("href")).isEqualTo("#content");
        assertThat(page.select("th:not([scope])")).isEmpty();
        assertThat(page.select("input").stream().filter(input -> labels(page, input) != 1))
                .isEmpty();
        assertThat(page.select("script, style, [style], [onclick], [onerror], img")).isEmpty();
        assertThat(page.select("[id]").eachAttr("id")).doesNotHaveDuplicates();
        assertThat(page.select("[aria-labelledby]").eachAttr("aria-labelledby"))
                .allMatch(id -> page.getElementById(id) != null);
    }

    private static int labels(Document page, Element input) {
        return page.select("label[for=" + input.id() + "]").size();
    }

    @Test
    void listsDeploymentsAndShowsEachStep() {
        var list = server.page("/app/deployment");
        var one = server.page("/app/deployment/1");

        assertThat(list.select("main p").text()).contains("held by alice", "a crawl");
        assertThat(list.select("main tbody tr").text())
                .contains("1.0 2.0 rolled back 90.0 s 12,345 6 789");
        assertThat(one.select("main tbody tr").eachText())
                .anyMatch(row ->
                        row.contains("done") && row.contains("2.5 s 2 generation 2 took over"))
                .anyMatch(row -> row.contains("failed") && row.contains("it answers 500"));
        assertThat(one.select("main").text()).contains("Mend it.", HOSTILE);
        assertThat(server.get("/app/deployment/2").statusCode()).isEqualTo(404);
        assertThat(server.get("/app/deployment/x").statusCode()).isEqualTo(404);
    }

    @Test
    void pagesAreNotKeptAndMayLoadNothingFromElsewhere() {
        var answer = server.get("/app/collection");
        assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
        assertThat(answer.headers().firstValue("Content-Security-Policy"))
                .hasValueSatisfying(policy -> assertThat(policy).startsWith("default-src 'none'"));
    }

    @Test
    void theStylesheetIsKeptForEverUnderANameOfItsContent() {
        var address = server.page("/app").select("link[rel=stylesheet]").attr("href");
        var answer = server.get(address, "text/css");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).contains("text/css; charset=utf-8");
        assertThat(answer.headers().firstValue("Cache-Control"))
                .contains("public, max-age=31536000, immutable");
        assertThat(answer.body()).contains("prefers-contrast").doesNotContain("http:", "https:");
        assertThat(server.get("/app/static/other.css").statusCode()).isEqualTo(404);
    }

    @Test
    void welcomesWithTheStateOfThings() {
        server.spoolIs(PagesServer.WAITING);
        var page = server.page("/app");
        server.spoolIs(PagesServer.EMPTY);
        assertThat(page.select("section[aria-labelledby=collections] dd").eachText())
                .containsExactly("223", "221", "1", "1");
        assertThat(page.select("section[aria-labelledby=spool] dd").eachText())
                .containsExactly("1,234", "3 minutes", "5.0 MiB", "50.0 GiB", "1.0 GiB");
        assertThat(page.select("[role=status] h2").eachText())
                .containsExactly("2 submissions set aside");
        assertThat(page.select("a[href=/app/collection]")).isNotEmpty();
    }

    @Test
    void listsCollectionsNewestFirst() {
        var first = server.page("/app/collection");
        assertThat(first.select("tbody tr")).hasSize(100);
        assertThat(first.select("tbody td:first-child").eachText()).startsWith("320", "319");
        assertThat(first.select(".pager").text()).isEqualTo("Newer Page 1 of 3 Older");

        var last = server.page("/app/collection?page=3");
        assertThat(last.select("tbody td:first-child").eachText()).hasSize(23).endsWith("2", "1");
        assertThat(last.select(".pager a").eachAttr("href"))
                .containsExactly("/app/collection?page=2");
    }

    @Test
    void showsOfACollectionWhatIsKnownAndCountsTheRestUpToABound() {
        var page = server.page("/app/collection?source=AFGHAN");
        assertThat(rows(page))
                .containsExactly(
                        List.of(
                                "3",
                                "afghanistan_records",
                                "2026-01-31 10:00:00",
                                "no",
                                "compile-releases of 1",
                                "2026-01-31 13:00:00",
                                "–",
                                "2026-01-31 14:00:00",
                                "0",
                                "0",
                                "0",
                                "0"),
                        List.of(
                                "1",
                                "afghanistan_records",
                                "2026-01-31 10:00:00",
                                "no",
                                "–",
                                "2026-01-31 10:00:05",
                                "–",
                                "–",
                                "2",
                                "0",
                                "1,000+",
                                "0"));
        assertThat(page.select("input[name=source]").val()).isEqualTo("AFGHAN");
        assertThat(page.select(".pager")).isEmpty();
    }

    private static List<List<String>> rows(Document page) {
        return page.select("tbody tr").stream().map(row -> row.children().eachText()).toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "0", "x", "", "99999999999999999999"})
    void takesAPageThatMakesNoSenseForTheFirst(String number) {
        var page = server.page("/app/collection?page=" + number);
        assertThat(page.select("tbody td:first-child").eachText()).startsWith("320");
    }

    @Test
    void saysWhenThereIsNoSuchPage() {
        var page = server.page("/app/collection?page=77");
        assertThat(page.select(".empty").text()).isEqualTo("There is no page 77.");
        assertThat(page.select(".pager a").eachAttr("href"))
                .containsExactly("/app/collection?page=3");
    }

    @Test
    void filtersWhatIsMeantLiterally() {
        assertThat(server.page("/app/collection?source=%25").select("tbody tr")).isEmpty();
        var page = server.page("/app/collection?source=many_&page=2");
        assertThat(page.select(".pager a").eachAttr("href"))
                .containsExactly(
                        "/app/collection?page=1&source=many_",
                        "/app/collection?page=3&source=many_");
    }

    @Test
    void showsACollection() {
        var page = server.page("/app/collection/1");
        assertThat(page.select("h1").text()).isEqualTo("Collection 1: afghanistan_records");
        assertThat(page.select("section[aria-labelledby=fields] dd").eachText())
                .containsExactly(
                        "afghanistan_records",
                        "2026-01-31 10:00:00",
                        "no",
                        "1.1",
                        "none: original data",
                        "no",
                        "2026-01-31 10:00:05",
                        "not yet");
        assertThat(page.select("section[aria-labelledby=amounts] dd").eachText())
                .containsExactly("2", "0", "1,500", "0");
        assertThat(page.select("h2#derived ~ div a[href=/app/collection/3]")).hasSize(1);
        assertThat(page.select("td.note").eachText()).containsExactly("Spider arguments: none");
    }

    @Test
    void showsTheLatestNotesOfMany() {
        var page = server.page("/app/collection/3");
        assertThat(page.select("td.note").eachText())
                .hasSize(200)
                .startsWith("OCID 201 cannot be compiled");
        assertThat(page.select("main").text()).contains("The latest 200; older ones");
    }

    @Test
    void showsFilesWithTheirProblemsAndThoseOfTheirItems() {
        var page = server.page("/app/collection/1/file");
        assertThat(rows(page))
                .containsExactly(
                        List.of(
                                "a.json https://example.org/a.json?x=1&y=2",
                                "12",
                                "Error of item 7: a release without an ocid"
                                        + " Warning of item 8: a null was skipped"),
                        List.of(
                                "b.json javascript:alert(1)",
                                "0",
                                "Error: not found Error: {\"status\": 404}"
                                        + " Warning: control characters removed: 0x00"));
        assertThat(page.select("tbody a").eachAttr("href"))
                .containsExactly("https://example.org/a.json?x=1&y=2");
        assertThat(rows(server.page("/app/collection/101/file")).getFirst()).endsWith("0", "none");
    }

    @Test
    void pagesThroughFilesInBothDirections() {
        var first = server.page("/app/collection/102/file");
        assertThat(names(first)).hasSize(50).startsWith("file-0001.json");
        assertThat(first.select("a[rel=prev]")).isEmpty();
        var second = server.page(first.select("a[rel=next]").attr("href"));
        assertThat(names(second)).hasSize(50).startsWith("file-0051.json");
        var third = server.page(second.select("a[rel=next]").attr("href"));
        assertThat(names(third)).hasSize(20).endsWith("file-0120.json");
        assertThat(third.select("a[rel=next]")).isEmpty();
        var back = server.page(third.select("a[rel=prev]").attr("href"));
        assertThat(names(back)).isEqualTo(names(second));
        var beginning = server.page(back.select("a[rel=prev]").attr("href"));
        assertThat(names(beginning)).isEqualTo(names(first));
        assertThat(beginning.select("a[rel=prev]")).isEmpty();
    }

    private static List<String> names(Document page) {
        return page.select("tbody th").stream().map(Element::ownText).toList();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/app/collection?source=alert",
                "/app/collection/2",
                "/app/collection/2/file"
            })
    void showsHostileTextAsText(String path) {
        var page = server.page(path);
        assertThat(page.text()).contains(HOSTILE);
        assertThat(page.select("script, img, [onerror]")).isEmpty();
    }

    @Test
    void staysHarmlessWhereTheRequestItselfIsHostile() {
        var page = server.page("/app/collection?source=%22%3E%3Cscript%3Ealert(1)%3C/script%3E");
        assertThat(page.select("input[name=source]").val())
                .isEqualTo("\"><script>alert(1)</script>");
        assertThat(page.select("script")).isEmpty();
        assertThat(server.get("/app/collection/%3Cscript%3E").body()).doesNotContain("<script>");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/app/collection/99",
                "/app/collection/99/file",
                "/app/collection/x",
                "/app/collection/99999999999999999999/file"
            })
    void answersNotFoundForACollectionThatIsNotThere(String path) {
        var page = server.get(path);
        assertThat(page.statusCode()).isEqualTo(404);
        assertThat(page.body()).contains("<h1>Not found</h1>", "There is no collection");
        assertThat(server.get(path, "*/*").body()).startsWith("There is no collection");
    }
}
