package org.kingfisherprocess.bench.conformance;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import org.kingfisherprocess.ocds.json.JsonObject;

/// One kind of cases, in the folder of its name.
interface Suite {

    String name();

    /// What a case is judged by: the differences between expected and ours, none if all agrees.
    Function<JsonObject, List<String>> judge(Path folder);
}
