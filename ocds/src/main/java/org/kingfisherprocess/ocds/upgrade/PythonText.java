package org.kingfisherprocess.ocds.upgrade;

import org.kingfisherprocess.ocds.json.JsonArray;
import org.kingfisherprocess.ocds.json.JsonLiteral;
import org.kingfisherprocess.ocds.json.JsonNumber;
import org.kingfisherprocess.ocds.json.JsonObject;
import org.kingfisherprocess.ocds.json.JsonString;
import org.kingfisherprocess.ocds.json.JsonValue;

/// JSON as Python writes it by default: with spaces after commas and colons, and only ASCII.
/// Messages that people have searched their logs for stay the same.
final class PythonText {

    private PythonText() {}

    static String of(JsonValue value) {
        var text = new StringBuilder();
        append(value, text);
        return text.toString();
    }

    private static void append(JsonValue value, StringBuilder text) {
        switch (value) {
            case JsonObject object -> {
                text.append('{');
                for (int i = 0; i < object.size(); i++) {
                    text.append(i == 0 ? "" : ", ");
                    append(new JsonString(object.nameAt(i)), text);
                    text.append(": ");
                    append(object.valueAt(i), text);
                }
                text.append('}');
            }
            case JsonArray array -> {
                text.append('[');
                for (int i = 0; i < array.size(); i++) {
                    text.append(i == 0 ? "" : ", ");
                    append(array.get(i), text);
                }
                text.append(']');
            }
            case JsonString string -> ascii(string.toString(), text);
            case JsonNumber _, JsonLiteral _ -> text.append(value);
        }
    }

    private static void ascii(String json, StringBuilder text) {
        for (int i = 0; i < json.length(); i++) {
            char c = json.charAt(i);
            if (c <= 0x7F) {
                text.append(c);
            } else {
                text.append("\\u%04x".formatted((int) c));
            }
        }
    }
}
