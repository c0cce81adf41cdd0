package dev.qwenagent.runtime.remote;

import static dev.qwenagent.runtime.remote.ChatServer.events;
import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.model.ModelProvider;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.listener.ChatModelErrorContext;
import dev.langchain4j.model.chat.listener.ChatModelListener;
import dev.langchain4j.model.chat.listener.ChatModelRequestContext;
import dev.langchain4j.model.chat.listener.ChatModelResponseContext;
import dev.qwenagent.local.chat.CallFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** LangChain4j's hooks: each once a call, with the request as it is made and the answer as it came. */
class ListenerHooksTest {

    private final ChatServer server = new ChatServer();
    private final List<String> heard = new ArrayList<>();
    private final QwenChatModel model = server.builder(ServerFamily.VLLM)
            .defaultRequestParameters(QwenChatRequestParameters.builder().temperature(0.5).thinkingBudget(1).build())
            .listener(new Hooks())
            .build();

    @AfterEach
    void stop() {
        model.close();
        server.close();
    }

    private void ask(StreamingChatModel asked) {
        asked.chat(ChatServer.hello(), new RecordedStream());
    }

    @Test
    void hooksHearOfOneRequestAndOneResponseThoughTwoWereMade() {
        server.streamsInTurn(events("stop", "{\"reasoning\":\"Long thought\"}"),
                events("stop", "{\"content\":\"Hi\"}"));
        ask(model);
        assertThat(server.requests()).isEqualTo(2);
        assertThat(heard).containsExactly("request qwen3-max 0.5 OTHER", "response Hi");
    }

    @Test
    void hooksHearOfOneError() {
        server.fails(500, "{}");
        ask(model);
        assertThat(heard).containsExactly("request qwen3-max 0.5 OTHER", "error InternalServerException");
    }

    @Test
    void modelOfTextToolCallsTellsTheSameListenersOnce() {
        server.streams(events("stop", "{\"content\":\"Hi\"}"));
        ask(TextToolCallModel.over(model, CallFormat.JSON));
        assertThat(heard).containsExactly("request qwen3-max 0.5 OTHER", "response Hi");
    }

    @Test
    void cancelledCallHasNoResponse() {
        server.streams(events("stop", "{\"content\":\"Hi\"}"));
        model.chat(ChatServer.hello(), new RecordedStream(handle -> handle.cancel()));
        assertThat(heard).containsExactly("request qwen3-max 0.5 OTHER");
    }

    private final class Hooks implements ChatModelListener {

        @Override
        public void onRequest(ChatModelRequestContext context) {
            context.attributes().put("number", 7);
            ModelProvider provider = context.modelProvider();
            heard.add("request " + context.chatRequest().modelName() + " " + context.chatRequest().temperature() + " "
                    + provider);
        }

        @Override
        public void onResponse(ChatModelResponseContext context) {
            assertThat(context.attributes()).isEqualTo(Map.of("number", 7));
            heard.add("response " + context.chatResponse().aiMessage().text());
        }

        @Override
        public void onError(ChatModelErrorContext context) {
            heard.add("error " + context.error().getClass().getSimpleName());
        }
    }
}
