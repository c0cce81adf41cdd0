package dev.qwenagent.local;

import dev.qwenagent.local.gguf.GgufFile;
import dev.qwenagent.local.gguf.GgufWriter;
import java.nio.file.Path;
import java.util.Set;

/** Files of the demo model with something changed. */
final class DemoFiles {

    private static final String TEMPLATE = "tokenizer.chat_template";

    private DemoFiles() {}

    /** The demo model under another chat template. */
    static Path withTemplate(Path folder, String source) {
        try (GgufFile demo = GgufFile.open(DemoModel.file(folder))) {
            GgufWriter writer = GgufWriter.likeMetadataOf(demo, Set.of(TEMPLATE)).text(TEMPLATE, source);
            demo.tensors().forEach(tensor -> writer.tensor(demo, tensor));
            return writer.writeTo(folder.resolve("template-" + Integer.toHexString(source.hashCode()) + ".gguf"));
        }
    }
}
