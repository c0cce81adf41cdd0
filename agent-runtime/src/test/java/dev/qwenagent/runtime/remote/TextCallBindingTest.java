package dev.qwenagent.runtime.remote;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.qwenagent.api.tool.Binding;
import dev.qwenagent.api.tool.BoundCall;
import dev.qwenagent.api.tool.ToolOutcome;
import dev.qwenagent.local.chat.CallFormat;
import dev.qwenagent.local.chat.ChatPrompt;
import dev.qwenagent.local.chat.ChatTemplate;
import dev.qwenagent.local.chat.Reply;
import dev.qwenagent.local.chat.ReplyEnd;
import dev.qwenagent.local.chat.ReplyReader;
import dev.qwenagent.local.chat.ReplyRules;
import dev.qwenagent.local.chat.Thinking;
import dev.qwenagent.local.chat.ToolCall;
import dev.qwenagent.tools.ToolRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
import org.junit.jupiter.params.provider.ValueSource;

/** Real functions as Java tools: what a model writes as text reaches the method as if it had been called at once. */
class TextCallBindingTest {

    /** Their expected calls break their own schemas: a variable's name for its value, an argument that is unknown or missing. */
    private static final List<String> MISFITS = List.of("parallel_multiple_21", "parallel_multiple_26",
            "parallel_multiple_94", "simple_java_26", "simple_java_87", "simple_java_88", "simple_python_200");

    private static final boolean WHOLE = "full".equals(System.getProperty("qwenagent.tests"));
    private static final String QUESTION = "<|im_start|>user\nQ<|im_end|>";
    private static final String REPLY = "<|im_start|>assistant\n";

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

    /** The calls in a form, as one reply. */
    private static String written(List<ToolExecutionRequest> calls, CallFormat format) {
        return String.join("\n",
                calls.stream()
                        .map(call -> format.write(new ToolCall.Complete(call.name(), call.arguments(), false)))
                        .toList());
    }

    /** The calls as the template of a family shows them to its model. */
    private static String rendered(List<ToolExecutionRequest> calls, List<ToolSpecification> tools,
            ChatTemplate template) {
        List<ChatMessage> messages = new ArrayList<>(List.of(UserMessage.from("Q"), AiMessage.from(calls)));
        calls.forEach(call -> messages.add(ToolExecutionResultMessage.from(call, "done")));
        String prompt = template.render(new ChatPrompt(messages, tools, Thinking.AUTO)).text();
        assertThat(tools).allSatisfy(tool -> assertThat(prompt).contains(tool.name()));
        int start = prompt.indexOf(REPLY, prompt.indexOf(QUESTION)) + REPLY.length();
        return prompt.substring(start, prompt.indexOf("<|im_end|>", start));
    }

    /** Reads calls from a text in five pieces. */
    private static List<ToolExecutionRequest> read(String text, ReplyRules rules, Random random) {
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
            List<ToolExecutionRequest> read = read(written(calls, format),
                    ReplyRules.of(format, registry.specifications()), random);
            assertThat(read.stream().map(registry::bind).toList()).as(entry.id()).isEqualTo(bound);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"qwen3", "qwen3-instruct-2507", "qwen3-next-instruct", "qwen3-next-thinking", "qwen3-coder",
        "qwen3-coder-v2", "qwen3.5", "qwen3.6", "qwen3.8", "qwen3.8-max", "qwen2.5", "qwq"})
    void callThatTheTemplateOfAFamilyRendersIsBoundLikeTheCallItself(String family) throws IOException {
        ChatTemplate template = template(family);
        Random random = new Random(19);
        int number = 0;
        for (var registered : REGISTRIES.entrySet()) {
            if (!WHOLE && number++ % 10 != 0) {
                continue;
            }
            ToolRegistry registry = registered.getValue();
            List<ToolExecutionRequest> calls = expected(registered.getKey());
            ReplyRules rules = ReplyRules.of(template.callFormat(), registry.specifications());
            List<ToolExecutionRequest> read = read(rendered(calls, rules.tools(), template), rules, random);
            assertThat(read.stream().map(registry::bind).toList()).as(registered.getKey().id())
                    .isEqualTo(calls.stream().map(registry::bind).toList());
        }
    }

    private static ChatTemplate template(String family) throws IOException {
        String name = "/golden/chat_template/templates/" + family + ".jinja";
        try (InputStream in = Objects.requireNonNull(TextCallBindingTest.class.getResourceAsStream(name))) {
            return ChatTemplate.compile(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
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
