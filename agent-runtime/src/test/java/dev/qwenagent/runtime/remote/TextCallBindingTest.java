package dev.qwenagent.runtime.remote;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.qwenagent.api.tool.Binding;
import dev.qwenagent.api.tool.BoundCall;
import dev.qwenagent.api.tool.ToolOutcome;
import dev.qwenagent.local.chat.CallFormat;
import dev.qwenagent.local.chat.Reply;
import dev.qwenagent.local.chat.ReplyEnd;
import dev.qwenagent.local.chat.ReplyReader;
import dev.qwenagent.local.chat.ReplyRules;
import dev.qwenagent.local.chat.ToolCall;
import dev.qwenagent.tools.ToolRegistry;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Real functions as Java tools: what a model writes as text reaches the method as if it had been called at once. */
class TextCallBindingTest {

    /** Their expected calls break their own schemas: a variable's name for its value, an argument that is unknown or missing. */
    private static final List<String> MISFITS = List.of("parallel_multiple_21", "parallel_multiple_26",
            "parallel_multiple_94", "simple_java_26", "simple_java_87", "simple_java_88", "simple_python_200");

    @TempDir
    private static Path classes;

    private static final Map<BenchmarkEntry, ToolRegistry> REGISTRIES = new LinkedHashMap<>();

    @BeforeAll
    static void compile() throws Exception {
        List<BenchmarkEntry> entries = BenchmarkEntry.all();
        assertThat(entries).hasSize(1100);
        List<JavaFileObject> sources = new ArrayList<>();
        entries.forEach(entry -> sources.add(source(entry)));
        List<String> options = List.of("-proc:none", "-d", classes.toString(), "-classpath",
                System.getProperty("java.class.path"));
        assertThat(ToolProvider.getSystemJavaCompiler().getTask(null, null, null, options, null, sources).call())
                .isTrue();
        try (var loader = new URLClassLoader(new URL[]{classes.toUri().toURL()},
                TextCallBindingTest.class.getClassLoader())) {
            for (BenchmarkEntry entry : entries) {
                Object tools = loader.loadClass(className(entry)).getConstructor().newInstance();
                REGISTRIES.put(entry, ToolRegistry.of(tools));
            }
        }
    }

    private static String className(BenchmarkEntry entry) {
        return "Tools_" + entry.id();
    }

    private static JavaFileObject source(BenchmarkEntry entry) {
        String source = BenchmarkToolSource.of(className(entry), entry);
        URI name = URI.create("string:///" + className(entry) + ".java");
        return new SimpleJavaFileObject(name, JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return source;
            }
        };
    }

    private static List<ToolExecutionRequest> expected(BenchmarkEntry entry) {
        return entry.calls()
                .stream()
                .map(call -> ToolExecutionRequest.builder()
                        .id("1")
                        .name(BenchmarkEntry.toolName(call.function()))
                        .arguments(call.arguments().toString())
                        .build())
                .toList();
    }

    /** Writes the calls in a form, as one reply, and reads them from it in five pieces. */
    private static List<ToolExecutionRequest> readBack(List<ToolExecutionRequest> calls, ReplyRules rules,
            Random random) {
        String text = String.join("\n",
                calls.stream()
                        .map(call -> rules.format()
                                .write(new ToolCall.Complete(call.name(), call.arguments(), false)))
                        .toList());
        int[] cuts = IntStream.concat(IntStream.of(0, text.length()), random.ints(4, 0, text.length()))
                .sorted()
                .toArray();
        ReplyReader reader = ReplyReader.ofReply(rules, event -> {});
        for (int i = 1; i < cuts.length; i++) {
            reader.accept(text.substring(cuts[i - 1], cuts[i]));
        }
        Reply reply = reader.finish(ReplyEnd.STOPPED);
        assertThat(reply.errors()).isEmpty();
        return reply.calls().stream().map(call -> Reply.request(call, "1")).toList();
    }

    @ParameterizedTest
    @EnumSource
    void callThatIsWrittenAsTextIsBoundLikeTheCallItself(CallFormat format) {
        Random random = new Random(17);
        REGISTRIES.forEach((entry, registry) -> {
            List<ToolExecutionRequest> calls = expected(entry);
            List<Binding> bound = calls.stream().map(registry::bind).toList();
            List<ToolExecutionRequest> read = readBack(calls, ReplyRules.of(format, registry.specifications()), random);
            assertThat(read.stream().map(registry::bind).toList()).as(entry.id()).isEqualTo(bound);
        });
    }

    @Test
    void expectedCallsAreBoundUnlessTheyBreakTheirSchemas() throws JsonProcessingException {
        List<String> failed = new ArrayList<>();
        for (var entry : REGISTRIES.entrySet()) {
            List<Binding> bindings = expected(entry.getKey()).stream().map(entry.getValue()::bind).toList();
            for (int i = 0; i < bindings.size(); i++) {
                switch (bindings.get(i)) {
                    case BoundCall bound -> assertThat(BenchmarkEntry.json(bound.request().arguments()))
                            .as(entry.getKey().id())
                            .isEqualTo(entry.getKey().calls().get(i).arguments());
                    case ToolOutcome.Failure _ -> failed.add(entry.getKey().id());
                }
            }
        }
        assertThat(failed)
                .isEqualTo(MISFITS);
    }
}
