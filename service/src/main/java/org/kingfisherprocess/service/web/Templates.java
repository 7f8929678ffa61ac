package org.kingfisherprocess.service.web;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.kingfisherprocess.service.http.Answer;

/// Fills the compiled templates. Everything that is filled in is escaped for its place in HTML.
final class Templates {
    /// The pages run no script and load nothing from elsewhere; so if a hostile text ever got
    /// through unescaped, browsers would still not act on it.
    private static final String POLICY =
            "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    /// What browsers are told beside every page.
    static final Map<String, String> HEADERS =
            Map.of(
                    "Cache-Control", "no-store",
                    "Content-Security-Policy", POLICY,
                    "Referrer-Policy", "no-referrer",
                    "X-Content-Type-Options", "nosniff");

    /// Those of whole pages.
    static final List<String> PAGES =
            List.of(
                    "collection",
                    "collections",
                    "deployment",
                    "deployments",
                    "error",
                    "files",
                    "welcome");

    private final TemplateEngine engine =
            TemplateEngine.createPrecompiled(
                    null,
                    ContentType.Html,
                    Templates.class.getClassLoader(),
                    Templates.class.getPackageName() + ".pages");
    private final String stylesheet;
    private final String version;

    Templates(String stylesheet, String version) {
        this.stylesheet = stylesheet;
        this.version = version;
    }

    /// @throws IllegalStateException if one is not in this build
    void requireAll() {
        var missing = PAGES.stream().filter(name -> !engine.hasTemplate(name + ".jte")).toList();
        if (!missing.isEmpty()) {
            throw new IllegalStateException("this build lacks the templates " + missing);
        }
    }

    /// @param place which entry of the navigation the page belongs to; empty for none
    String page(String template, String title, String place, Map<String, Object> parameters) {
        var all = new HashMap<String, Object>(parameters);
        all.put("frame", new Frame(title, place, stylesheet, version));
        var output = new StringOutput();
        engine.render(template + ".jte", all, output);
        return output.toString();
    }

    /// The page as it is answered: never kept, since the next moment it says something else.
    Answer answer(String template, String title, String place, Map<String, Object> parameters) {
        return Answer.html(200, page(template, title, place, parameters)).with(HEADERS);
    }
}
