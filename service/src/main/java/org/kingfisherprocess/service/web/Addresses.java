package org.kingfisherprocess.service.web;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.kingfisherprocess.service.http.Call;
import org.kingfisherprocess.service.http.HttpException;

/// Addresses of pages, and what requests ask for in them.
public final class Addresses {
    static final String WELCOME = "/app";
    static final String COLLECTIONS = "/app/collection";
    static final String COLLECTION = "/app/collection/{id}";
    static final String FILES = "/app/collection/{id}/file";
    static final String DEPLOYMENTS = "/app/deployment";
    static final String DEPLOYMENT = "/app/deployment/{id}";

    private Addresses() {}

    public static String deployment(long id) {
        return DEPLOYMENTS + "/" + id;
    }

    public static String collection(long id) {
        return COLLECTIONS + "/" + id;
    }

    public static String files(long id) {
        return collection(id) + "/file";
    }

    /// A page of collections; `source` is empty for all of them.
    public static String collections(String source, long page) {
        var query = source.isEmpty() ? "" : "&source=" + encoded(source);
        return COLLECTIONS + "?page=" + page + query;
    }

    public static String filesAfter(long id, String name) {
        return files(id) + "?after=" + encoded(name);
    }

    public static String filesBefore(long id, String name) {
        return files(id) + "?before=" + encoded(name);
    }

    /// Whether an address from outside may become a link: what is not the web's, such as
    /// `javascript:`, is shown as text.
    public static boolean linkable(String url) {
        var start = url.toLowerCase(Locale.ROOT);
        return start.startsWith("http://") || start.startsWith("https://");
    }

    /// The collection that is asked for. What is no number is no collection.
    static long id(Call call) {
        try {
            return Long.parseLong(call.pathParameter("id"));
        } catch (NumberFormatException e) {
            throw unknown(call.pathParameter("id"));
        }
    }

    static HttpException unknown(Object id) {
        return new HttpException(404, "There is no collection " + id + ".");
    }

    /// The page that is asked for, from 1; the first where nothing sensible is asked.
    static long page(Call call) {
        try {
            return Math.clamp(Long.parseLong(call.query("page").orElse("1")), 1, 1_000_000_000);
        } catch (NumberFormatException e) {
            return 1;
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
