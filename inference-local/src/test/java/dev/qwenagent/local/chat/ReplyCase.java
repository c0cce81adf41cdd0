package dev.qwenagent.local.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.model.chat.request.json.JsonArraySchema;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A reply as a model writes it, and what has to be read out of it.
 *
 * @param name what is special about it
 * @param prompt what the reply goes on from
 * @param outcome line by line: {@code thought:}, {@code text:}, {@code call:} or {@code mended:} with the name and the
 *        arguments, {@code error:} with a part of what the model is told
 */
record ReplyCase(String name, CallFormat format, RenderedPrompt prompt, String text, ReplyEnd end,
        List<String> outcome) {

    private static final List<ToolSpecification> TOOLS = List.of(
            ToolSpecification.builder()
                    .name("write")
                    .parameters(JsonObjectSchema.builder()
                            .addStringProperty("text")
                            .addIntegerProperty("count")
                            .addProperty("tags", JsonArraySchema.builder().build())
                            .build())
                    .build(),
            ToolSpecification.builder().name("now").build());

    static ReplyCase of(String name, CallFormat format, String text, String... outcome) {
        return new ReplyCase(name, format, new RenderedPrompt("", false), text, ReplyEnd.STOPPED, List.of(outcome));
    }

    /** The same reply cut by a limit. */
    ReplyCase cut() {
        return new ReplyCase(name, format, prompt, text, ReplyEnd.CUT, outcome);
    }

    /** The same reply to a prompt that has opened the thought. */
    ReplyCase afterOpenThought() {
        return new ReplyCase(name, format, new RenderedPrompt("<think>\n", true), text, end, outcome);
    }

    /** Reads the reply in pieces; the events are those that a listener heard, neighbouring pieces of one kind joined. */
    Reply read(List<ReplyEvent> events, String... pieces) {
        ReplyReader reader = ReplyReader.after(prompt, ReplyRules.of(format, TOOLS), event -> {
            assertThat(StandardCharsets.UTF_8.newEncoder().canEncode(event.toString())).as("whole characters").isTrue();
            ReplyEvent joined = events.isEmpty() ? null : joined(events.getLast(), event);
            if (joined != null) {
                events.removeLast();
            }
            events.add(Objects.requireNonNullElse(joined, event));
        });
        for (String piece : pieces) {
            reader.accept(piece);
        }
        return reader.finish(end);
    }

    private static ReplyEvent joined(ReplyEvent last, ReplyEvent next) {
        if (last instanceof ReplyEvent.ThoughtPiece(var a) && next instanceof ReplyEvent.ThoughtPiece(var b)) {
            return new ReplyEvent.ThoughtPiece(a + b);
        }
        if (last instanceof ReplyEvent.AnswerPiece(var a) && next instanceof ReplyEvent.AnswerPiece(var b)) {
            return new ReplyEvent.AnswerPiece(a + b);
        }
        if (last instanceof ReplyEvent.ArgumentsPiece(int index, var name, var a)
                && next instanceof ReplyEvent.ArgumentsPiece(_, _, var b)) {
            return new ReplyEvent.ArgumentsPiece(index, name, a + b);
        }
        return null;
    }

    static List<String> lines(Reply reply) {
        List<String> lines = new ArrayList<>();
        if (!reply.thinking().isEmpty()) {
            lines.add("thought: " + reply.thinking());
        }
        if (!reply.text().isEmpty()) {
            lines.add("text: " + reply.text());
        }
        reply.calls()
                .forEach(call -> lines
                        .add((call.repaired() ? "mended: " : "call: ") + call.name() + " " + call.arguments()));
        lines.addAll(reply.errors());
        switch (reply.thoughtEnd()) {
            case CLOSED -> {
            }
            case LEFT_OPEN -> lines.add("left open");
            case WAS_ANSWER -> lines.add("was answer");
        }
        return lines;
    }

    @Override
    public String toString() {
        return name;
    }
}
