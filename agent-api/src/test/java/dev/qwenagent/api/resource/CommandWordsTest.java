package dev.qwenagent.api.resource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandWordsTest {

    @Test
    void wordsHaveOneText() {
        assertThat(new CommandWords(List.of("git", "commit", "-m", "a \"b\" c\\d", "", "x\ny\u001b[2J")))
                .hasToString("git commit -m \"a \\\"b\\\" c\\\\d\" \"\" \"x\\ny\\u001b[2J\"");
        assertThat(CommandWords.of("  git\tlog  \"--oneline\" "))
                .isEqualTo(new CommandWords(List.of("git", "log", "--oneline")));
    }

    @Test
    void everyListOfWordsComesBackFromItsText() {
        Random random = new Random(20261125);
        String letters = "ab *?[]\"\\'\n\t\u001b\u202e;|&$`<>(){}é水/.-=~#!";
        for (int i = 0; i < 5_000; i++) {
            List<String> words = new ArrayList<>(List.of("p" + i));
            for (int word = random.nextInt(5); word > 0; word--) {
                StringBuilder text = new StringBuilder();
                for (int length = random.nextInt(6); length > 0; length--) {
                    text.append(letters.charAt(random.nextInt(letters.length())));
                }
                words.add(text.toString());
            }
            CommandWords command = new CommandWords(words);
            assertThat(CommandWords.of(command.toString())).isEqualTo(command);
            assertThat(CommandPattern.of(command.toString()).matches(command.toString())).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "   ", "\"\" a", "git \"log", "git \"\\x\"", "git \"\\u12\"", "git \"a\0\""})
    void whatIsNoCommandIsRefused(String text) {
        assertThatThrownBy(() -> CommandWords.of(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            git *               | git
            git *               | git log --oneline
            git log *           | git log -- "a b"
            git log --format=*  | git log --format=%H
            git log --format=*  | git log "--format=%H %s"
            git ** --stat       | git log -1 --stat
            ls ?                | ls a
            *                   | ls
            ls "*"              | ls "*"
            """)
    void patternMatchesWordByWord(String pattern, String command) {
        assertThat(CommandPattern.of(pattern).matches(command)).isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            git *               | gitk log
            git *               | /usr/bin/git log
            git *               | ./git log
            git log *           | git "log -p"
            git log             | git log -p
            git * --stat        | git log -1 --stat
            git log --format=*  | git log --format x
            git status          | git "status; rm -rf /"
            git *               | "git status" x
            *                   | ls -l
            ls "*"              | ls a
            """)
    void patternDoesNotReachIntoOtherWords(String pattern, String command) {
        assertThat(CommandPattern.of(pattern).matches(command)).isFalse();
    }
}
