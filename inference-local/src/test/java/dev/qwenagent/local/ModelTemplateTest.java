package dev.qwenagent.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.data.message.UserMessage;
import dev.qwenagent.local.chat.ChatPrompt;
import dev.qwenagent.local.chat.Thinking;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The chat template of a model file. */
class ModelTemplateTest {

    @TempDir
    private static Path folder;

    @Test
    void templateOfTheFileIsWhatIsRendered() {
        Path file = DemoFiles.withTemplate(folder,
                "{% for m in messages %}[{{ m.role }}: {{ m.content }}]{% endfor %}");
        try (LocalChatModel model = LocalChatModel.open(file)) {
            assertThat(model.chatTemplate()
                    .render(new ChatPrompt(List.of(UserMessage.from("Hi")), List.of(), Thinking.AUTO))
                    .text()).isEqualTo("[user: Hi]");
        }
    }

    @Test
    void templateThatNeedsWhatIsNotThereIsRefusedWhenTheFileIsOpened() {
        Path file = DemoFiles.withTemplate(folder, "{% for m in messages %}\n{{ m.content|shuffle }}\n{% endfor %}");
        assertThatThrownBy(() -> LocalChatModel.open(file)).isInstanceOf(LocalModelException.class)
                .hasMessageStartingWith(file + ": chat template, line 2: filter 'shuffle' is not supported");
    }
}
