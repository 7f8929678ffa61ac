package org.kingfisherprocess.service.demo;

import java.util.ArrayList;
import java.util.List;

/// What the publisher offers, by number from 0: every other one is a file of the folder until those
/// are used up; all else is generated, without an end.
final class Catalogue {
    static final int PAGE = 25;

    private final List<Offer> files;

    Catalogue(List<Offer> files) {
        this.files = List.copyOf(files);
    }

    Offer offer(int number) {
        return number % 2 == 0 && number / 2 < files.size()
                ? files.get(number / 2)
                : GeneratedFile.numbered(number);
    }

    /// The numbers of a page, from 0.
    List<Integer> page(int page) {
        var numbers = new ArrayList<Integer>();
        for (int number = page * PAGE; number < (page + 1) * PAGE; number++) {
            numbers.add(number);
        }
        return numbers;
    }
}
