package dev.qwenagent.local.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Real tools and real calls of them: written as a model writes them, and by each family's own template, and read back. */
class FunctionCallingTest {

    private static final boolean WHOLE = "full".equals(System.getProperty("qwenagent.tests"));

    /**
     * Their schemas name no type for an argument whose value is a text of digits; XML writes that as it writes the number,
     * so it is read as one: the arguments that come out.
     */
    private static final Map<String, String> UNTYPED_NUMBERS = Map.of("simple_java_29",
            "{\"property\":\"zipkin.collector.activemq.concurrency\",\"value\":10,"
                    + "\"builderExtractor\":\"ActiveMQCollector.Builder::getConcurrency\"}",
            "simple_java_30", "{\"key\":\"answer\",\"value\":42}");

    /** Their expected calls break their own schemas: a variable's name for its value, a property that is not declared. */
    private static final List<String> MISFITS = List.of("parallel_multiple_21", "parallel_multiple_26",
            "parallel_multiple_94", "simple_java_26", "simple_java_35", "simple_java_38", "simple_java_45",
            "simple_java_58", "simple_java_69", "simple_java_72", "simple_java_82", "simple_java_87", "simple_java_88",
            "simple_python_200");

    private static final String REPLY = "<|im_start|>assistant\n";

    private static List<FunctionCallingCases.Case> cases(int step) {
        List<FunctionCallingCases.Case> all = FunctionCallingCases.all();
        return IntStream.range(0, all.size())
                .filter(i -> WHOLE || i % step == 0 || UNTYPED_NUMBERS.containsKey(all.get(i).id()))
                .mapToObj(all::get)
                .toList();
    }

    private static Reply read(String text, ReplyRules rules, Random random) {
        TreeSet<Integer> cuts = new TreeSet<>(List.of(0, text.length()));
        for (int i = 0; i < 4; i++) {
            cuts.add(random.nextInt(text.length()));
        }
        ReplyReader reader = ReplyReader.ofReply(rules, event -> {});
        for (int cut : cuts.headSet(text.length())) {
            reader.accept(text.substring(cut, Objects.requireNonNull(cuts.higher(cut))));
        }
        return reader.finish(ReplyEnd.STOPPED);
    }

    /** The calls themselves, but for the numbers that XML cannot tell from texts. */
    private static List<ToolCall.Complete> expected(FunctionCallingCases.Case example, CallFormat format) {
        String numbers = format == CallFormat.XML ? UNTYPED_NUMBERS.get(example.id()) : null;
        return numbers == null ? example.calls()
                : List.of(new ToolCall.Complete(example.calls().getFirst().name(), numbers, false));
    }

    @ParameterizedTest
    @EnumSource
    void callIsReadBackAsItWasWritten(CallFormat format) {
        Random random = new Random(11);
        for (FunctionCallingCases.Case example : cases(5)) {
            ReplyRules rules = ReplyRules.of(format, example.tools());
            String text = String.join("\n", example.calls().stream().map(format::write).toList());
            Reply reply = read(text, rules, random);
            assertThat(reply.errors()).as(example.id()).isEmpty();
            assertThat(reply.calls()).as(example.id()).isEqualTo(expected(example, format));
            assertThat(reply.text()).as(example.id()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"qwen3", "qwen3-instruct-2507", "qwen3-next-instruct", "qwen3-next-thinking", "qwen3-coder",
        "qwen3-coder-v2", "qwen3.5", "qwen3.6", "qwen3.8", "qwen3.8-max", "qwen2.5", "qwq", "tiny-agent"})
    void callIsReadBackAsTheTemplateOfTheFamilyRendersIt(String family) {
        ChatTemplate template = ChatTemplate.compile(GoldenChats.template(family));
        Random random = new Random(13);
        for (FunctionCallingCases.Case example : cases(25)) {
            ReplyRules rules = ReplyRules.of(template.callFormat(), example.tools());
            String prompt = template.render(new ChatPrompt(conversation(example), example.tools(), Thinking.AUTO))
                    .text();
            example.tools().forEach(tool -> assertThat(prompt).contains(tool.name()));
            int start = prompt.indexOf(REPLY, prompt.indexOf(example.question())) + REPLY.length();
            Reply reply = read(prompt.substring(start, prompt.indexOf("<|im_end|>", start)), rules, random);
            assertThat(reply.errors()).as(example.id()).isEmpty();
            assertThat(reply.calls()).as(example.id())
                    .usingRecursiveFieldByFieldElementComparatorIgnoringFields("repaired")
                    .isEqualTo(expected(example, template.callFormat()));
        }
    }

    private static List<ChatMessage> conversation(FunctionCallingCases.Case example) {
        List<ToolExecutionRequest> calls = new ArrayList<>();
        List<ChatMessage> messages = new ArrayList<>();
        messages.add(UserMessage.from(example.question()));
        example.calls().forEach(call -> calls.add(Reply.request(call, "call_" + calls.size())));
        messages.add(AiMessage.from(calls));
        calls.forEach(call -> messages.add(ToolExecutionResultMessage.from(call, "done")));
        return messages;
    }

    @Test
    void expectedCallsFitTheirSchemas() {
        List<String> misfits = new ArrayList<>();
        List<FunctionCallingCases.Case> cases = cases(5);
        for (FunctionCallingCases.Case example : cases) {
            ToolCallCheck check = ToolCallCheck.of(ReplyRules.of(CallFormat.JSON, example.tools()));
            for (ToolCall.Complete call : example.calls()) {
                if (check.check(call) instanceof ToolCall.Broken) {
                    misfits.add(example.id());
                }
            }
        }
        assertThat(misfits)
                .isEqualTo(cases.stream().map(FunctionCallingCases.Case::id).filter(MISFITS::contains).toList());
    }
}
