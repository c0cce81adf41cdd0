package dev.qwenagent.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.qwenagent.api.Agent;
import dev.qwenagent.runtime.remote.QwenChatModel;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The remote programs of the README, and the command line, against a server of this machine. */
class RemoteTest {

    private static final String CALL = ModelServer.stream(
            """
            {"tool_calls":[{"index":0,"id":"a","function":{"name":"calculator","arguments":"{\\"expression\\":\\"480*12.5/100\\"}"}}]}""",
            "tool_calls");
    private static final String ANSWER = ModelServer.stream("{\"content\":\"It is 60.\"}", "stop");

    @TempDir
    private Path temporary;

    @Test
    void theProgramAnswers() throws IOException {
        try (var server = new ModelServer(CALL, ANSWER);
                Agent agent = Remote.agent("vllm:" + server.url() + "#qwen3").build()) {
            assertThat(agent.run("What is 12.5% of 480?").text()).isEqualTo("It is 60.");
            assertThat(server.lastBody()).contains("\"content\":\"60\"");
        }
    }

    @Test
    void theModelAnswersByItself() throws IOException {
        try (var server = new ModelServer(ANSWER); QwenChatModel model = Remote.model(URI.create(server.url()))) {
            var request = ChatRequest.builder().messages(UserMessage.from("12.5% of 480?")).build();
            assertThat(model.blocking().chat(request).aiMessage().text()).isEqualTo("It is 60.");
            assertThat(server.lastBody()).contains("\"temperature\":0.6", "Qwen/Qwen3-30B-A3B");
        }
    }

    @Test
    void commandLineAnswersAndSendsThePicture() throws IOException {
        var trial = new CommandTrial(temporary);
        byte[] png = {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10};
        Files.write(trial.working().resolve("a.png"), png);
        try (var server = new ModelServer(ANSWER)) {
            assertThat(
                    trial.execute("run", "--model", "vllm:" + server.url() + "#qwen3-vl", "--thinking", "off", "--file",
                            "a.png", "How much is it?"))
                    .as(trial.err())
                    .isZero();
            assertThat(server.lastBody()).contains("data:image/png;base64,iVBORw0KGgo=",
                    "\"chat_template_kwargs\":{\"enable_thinking\":false}");
        }
        assertThat(trial.out()).isEqualTo("It is 60.\n");
    }
}
