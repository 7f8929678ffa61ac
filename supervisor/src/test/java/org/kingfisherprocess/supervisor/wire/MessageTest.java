package org.kingfisherprocess.supervisor.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

final class MessageTest {
    @Test
    void comesBackFromItsLineAsItWas() {
        var message =
                Message.of("hello")
                        .with("text", "quote \" backslash \\ newline \n tab \t bell \u0007 ñ 例 😀")
                        .with("number", -12_345_678_901L)
                        .with("fraction", 1.5)
                        .with("truth", true)
                        .with("list", List.of("a", 1L, List.of()))
                        .with("inner", Message.of("inner").with("empty", ""));

        assertThat(message.json()).doesNotContain("\n");
        assertThat(Message.parse(message.json())).isEqualTo(message);
    }

    @Test
    void readsWhatOthersWrite() {
        var message =
                Message.parse(
                        " { \"is\" : \"x\", \"none\" : null, \"a\" : [ 1 , 2.5e3 , false ] , \"u\" : \"\\u00f1\\/\" } ");

        assertThat(message.kind()).isEqualTo("x");
        assertThat(message.text("none")).isEmpty();
        assertThat(message.texts("a")).containsExactly("1", "2500.0", "false");
        assertThat(message.text("u")).contains("ñ/");
    }

    @Test
    void hasNothingUnderANameOfAnotherType() {
        var message = Message.of("x").with("n", 1L).with("t", "one");

        assertThat(message.text("n")).isEmpty();
        assertThat(message.number("t")).isEmpty();
        assertThat(message.truth("t")).isFalse();
        assertThat(message.messages("t")).isEmpty();
        assertThat(message.message("t").values()).isEmpty();
    }

    @Test
    void refusesWhatIsNotAnObject() {
        for (var wrong :
                List.of(
                        "",
                        "x",
                        "{",
                        "{\"a\"}",
                        "{\"a\":}",
                        "{\"a\":1}x",
                        "[1]",
                        "{\"a\":\"\\u12\"}")) {
            assertThatThrownBy(() -> Message.parse(wrong))
                    .as(wrong)
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> Message.parse("{\"a\":" + "[".repeat(100) + "]".repeat(100) + "}"))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
