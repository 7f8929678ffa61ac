package org.kingfisherprocess.bench.load;

import java.util.random.RandomGenerator;

/// Text of invented words, some with letters of two bytes.
final class Words {
    private static final String[] WORDS =
            ("velmar tosken brilo ardane quisto felonor dáselin morvik alubren cestara polimé ustreka gandol"
                            + " rivasse telum horanda kestil obrenza niluvé sordak pemalta zurrine lakoste fimbrel"
                            + " ordéska travun milosar genduvo baskelin eruvane dolmita sirkano")
                    .split(" ", -1);

    private Words() {}

    static String text(RandomGenerator random, int atLeast) {
        var text = new StringBuilder(atLeast + 10);
        while (text.length() < atLeast) {
            text.append(text.isEmpty() ? "" : " ").append(WORDS[random.nextInt(WORDS.length)]);
        }
        return text.toString();
    }
}
