package dev.qwenagent.examples;

import static dev.qwenagent.api.testing.ScriptedReply.call;
import static dev.qwenagent.api.testing.ScriptedReply.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.exception.AuthenticationException;
import dev.qwenagent.api.testing.ScriptedChatModel;
import dev.qwenagent.api.testing.ScriptedReply;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The chat with lines from a pipe. */
class ChatCommandTest {

    @TempDir
    private Path temporary;

    private CommandTrial trial;

    @BeforeEach
    void begin() throws IOException {
        trial = new CommandTrial(temporary);
    }

    @Test
    void turnsAreOneConversation() {
        var model = ScriptedChatModel.of(text("Hello Ana."), text("You are Ana."));
        assertThat(trial.model(model).in("I am Ana.\n\nWho am I?\n").execute("chat")).isZero();
        assertThat(trial.out()).isEqualTo("Hello Ana.\nYou are Ana.\n");
        assertThat(model.requests().getLast().messages()).hasSize(3);
        assertThat(trial.folders().conversations()).doesNotExist();
    }

    @Test
    void namedConversationGoesOnInTheNextChat() {
        var model = ScriptedChatModel.of(text("Hello Ana."), text("You are Ana."));
        trial.model(model);
        trial.in("I am Ana.\n").execute("chat", "--conversation", "ana");
        trial.in("Who am I?\n").execute("chat", "--conversation", "ana");
        assertThat(model.requests().getLast().messages()).hasSize(3);
    }

    @Test
    void newBeginsANewConversation() {
        var model = ScriptedChatModel.of(text("Hello."), text("Who?"));
        trial.model(model).in("I am Ana.\n/new\nWho am I?\n").execute("chat", "--conversation", "ana");
        assertThat(model.requests().getLast().messages()).hasSize(1);
    }

    @Test
    void allowHoldsUntilTheChatEnds() {
        var model = ScriptedChatModel.of(
                call("write_file", "{\"path\": \"out/a.txt\", \"text\": \"x\"}"), text("No."),
                call("write_file", "{\"path\": \"out/a.txt\", \"text\": \"x\"}"), text("Done."));
        trial.model(model).in("Write.\n/allow file.write:out/**\n/allow Wrong\nWrite.\n").execute("chat");
        assertThat(trial.working().resolve("out/a.txt")).hasContent("x");
        assertThat(trial.err()).contains("answered no", "by /allow", "/allow: a scope pattern is");
    }

    @Test
    void allowDoesNotLiftADenial() {
        var model = ScriptedChatModel.of(call("calculator", "{\"expression\": \"1\"}"), text("No."));
        trial.model(model).in("/allow calc.*\nGo.\n").execute("chat", "--deny", "calc.*");
        assertThat(trial.err()).contains("denied    calc.evaluate (deny calc.* by the command line)");
    }

    @Test
    void commandsAreNotForTheModel() {
        var model = ScriptedChatModel.of();
        assertThat(trial.model(model).in("/help\n/tools\n/nothing\n/exit\nnever read\n").execute("chat")).isZero();
        assertThat(model.requests()).isEmpty();
        assertThat(trial.err()).contains("/allow SCOPE", "calculator, calc.evaluate",
                "expected one of /help, /tools, /allow, /new, /exit; found /nothing");
    }

    @Test
    void failedTurnIsToldAndTheChatGoesOn() {
        var model = ScriptedChatModel.of(
                ScriptedReply.failing(new AuthenticationException("bad key")), text("Back again."));
        assertThat(trial.model(model).in("One.\nTwo.\n").execute("chat")).isZero();
        assertThat(trial.err()).contains("qwen-agent: ", "bad key");
        assertThat(trial.out()).isEqualTo("Back again.\n");
    }

    @Test
    void exitCodeOfAPipedChatIsThatOfItsLastTurn() {
        var model = ScriptedChatModel.of(ScriptedReply.failing(new AuthenticationException("bad key")));
        assertThat(trial.model(model).in("One.\n").execute("chat")).isEqualTo(1);
    }
}
