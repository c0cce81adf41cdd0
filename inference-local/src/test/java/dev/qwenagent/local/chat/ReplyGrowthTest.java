package dev.qwenagent.local.chat;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Replies four times as long take four times the work, whatever they repeat; memory allotted stands for work. */
class ReplyGrowthTest {

    private static final int MANY = 500;
    private static final int LONGEST_ERROR = 5_000;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private static final List<ToolSpecification> TOOLS = List.of(ToolSpecification.builder()
            .name("note")
            .parameters(JsonObjectSchema.builder().addStringProperty("text").addIntegerProperty("count").build())
            .build());

    private static final List<String> BEGINNINGS = List.of("", "<think>", "<tool_call>", "<function=note>",
            "<tool_call><function=", "<tool_call><function=note>\n<parameter=text>", "<tool_call>{\"name\": \"",
            "<tool_call>{\"name\": \"note\", \"arguments\": ",
            "<tool_call>{\"name\": \"note\", \"arguments\": {\"text\": \"", "Thought: ", "Action: ",
            "Action: note\nAction Input: ", "Action: note\nAction Input: {\"", "Final Answer: ");

    private static final List<String> UNITS = List.of("<function=note><parameter=text></parameter>", "<function=note",
            "</function>", "<parameter=text>", "\n<parameter=", "\n<parameter=text", "\n<parameter=text>",
            "<parameter=a>\n1\n</parameter>", "</parameter>", "</parameter> ", "\n</parameter>\n",
            "</parameter></function>", "<tool_call>", "</tool_call", "</tool_call>", "<tool_call>\"",
            "<tool_call>\"</tool_call>", "<tool_call>{}</tool_call>", "<think>", "x</think>", "<", " ", "\n", "\n\t",
            "a\n", "stosto", "é", "👋", "Action:\n", "Action: ", "Action Input: \"", "Thought:\n", "Observation:\n",
            "Obs", "\nFinal Answer: ", "```\n", "[", "[]", "{},", "}", "{\"a\":", "{'a':'", "\"a\":1,", "\"a\",", "\",",
            "'", "1", "1,", "-", "tru", "null,", "/", "\\", "\\\"", "\\u00");

    private static final List<String> ENDINGS = List.of("", "</tool_call>", ">x</parameter></function></tool_call>");

    private static long bytes(String text, int piece, CallFormat format) {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        ReplyReader reader = ReplyReader.ofReply(new ReplyRules(format, TOOLS, List.of("stop", "\n\n")), event -> {});
        for (int at = 0; at < text.length(); at += Math.min(piece, text.length())) {
            reader.accept(text.substring(at, Math.min(text.length(), at + piece)));
        }
        Reply reply = reader.finish(ReplyEnd.STOPPED);
        ToolCallCheck check = ToolCallCheck.of(ReplyRules.of(format, TOOLS));
        reply.calls().forEach(check::check);
        long taken = THREADS.getCurrentThreadAllocatedBytes() - before;
        assertThat(reply.errors()).allMatch(error -> error.length() < LONGEST_ERROR);
        return taken;
    }

    @ParameterizedTest
    @EnumSource
    void workGrowsWithTheLengthAndNotWithItsSquare(CallFormat format) {
        for (String beginning : BEGINNINGS) {
            for (String unit : UNITS) {
                for (String ending : ENDINGS) {
                    String once = beginning + unit.repeat(MANY) + ending;
                    String fourTimes = beginning + unit.repeat(4 * MANY) + ending;
                    for (int piece : new int[]{3, Integer.MAX_VALUE}) {
                        assertThat((double) bytes(fourTimes, piece, format) / bytes(once, piece, format))
                                .as("%s × %s × %s", beginning, unit, ending)
                                .isLessThan(6);
                    }
                }
            }
        }
    }
}
