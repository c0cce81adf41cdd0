package dev.qwenagent.runtime.permission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.qwenagent.api.label.Label;
import dev.qwenagent.api.tool.PermissionPolicy;
import dev.qwenagent.api.tool.PermissionRequest;
import dev.qwenagent.api.tool.ResourceLabels;
import dev.qwenagent.api.tool.Scope;
import dev.qwenagent.api.tool.ScopePattern;
import dev.qwenagent.api.tool.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolicyFileTest {

    @TempDir
    private Path temporary;
    private Path root;
    private Path file;

    @BeforeEach
    void layOut() throws IOException {
        root = temporary.toRealPath();
        file = root.resolve("policy.yaml");
    }

    private PolicyFile open(String text) throws IOException {
        Files.writeString(file, text);
        return PolicyFile.open(file, root);
    }

    private static String judged(PermissionPolicy policy, String scope) {
        return switch (policy.judge(new PermissionRequest("tool", "{}", Scope.of(scope), "", Label.PLAIN))) {
            case Verdict.Allow(String rule) -> "allowed: " + rule;
            case Verdict.Ask(String rule) -> "asked: " + rule;
            case Verdict.Deny(String rule) -> "denied: " + rule;
        };
    }

    @Test
    void listsSayWhatIsAllowedAskedAndDenied() throws IOException {
        var policy = open("""
                # who may do what
                version: 1
                allow:
                  - file.read:docs/**     # relative to the folder
                  - "net.get:https://api.example.com/**"
                ask:
                - process.run:git *
                deny:
                  - file.*:docs/secret/**
                """).policy();
        assertThat(judged(policy, "file.read:" + root + "/docs/a.txt"))
                .isEqualTo("allowed: allow file.read:" + root + "/docs/** by policy.yaml");
        assertThat(judged(policy, "file.read:" + root + "/docs/secret/a.txt")).startsWith("denied: deny file.*:");
        assertThat(judged(policy, "net.get:https://api.example.com/x")).startsWith("allowed: ");
        assertThat(judged(policy, "process.run:git log")).isEqualTo("asked: ask process.run:git * by policy.yaml");
        assertThat(judged(policy, "file.write:" + root + "/docs/a.txt")).startsWith("denied: no rule allows");
    }

    @Test
    void fileIsNotWrittenToByThoseWhomItRules() throws IOException {
        var policy = open("""
                profile: trusted
                allow:
                  - file.write:policy.yaml
                """).policy();
        assertThat(judged(policy, "file.write:" + root + "/policy.yaml")).startsWith("denied: deny file.write:");
        assertThat(judged(policy, "file.read:" + root + "/policy.yaml")).startsWith("allowed: ");
        assertThat(judged(policy, "file.write:" + root + "/policy.yml")).startsWith("allowed: ");
    }

    @Test
    void secondDocumentBehindAnEmptyOneIsRefused() {
        assertThatThrownBy(() -> open("---\n---\ndeny:\n  - file.*\n")).isInstanceOf(PolicyFileException.class)
                .hasMessageContaining("one document");
    }

    @Test
    void profileDecidesWhatTheListsAreNotAbout() throws IOException {
        var policy = open("profile: workspace\nask: [file.write]\ndeny:\n  - notes.add\n").policy();
        assertThat(judged(policy, "file.write:" + root + "/a")).startsWith("asked: ask file.write by policy.yaml");
        assertThat(judged(policy, "file.read:" + root + "/a")).contains("by the profile of policy.yaml");
        assertThat(judged(policy, "notes.add")).startsWith("denied: deny notes.add");
        assertThat(judged(policy, "net.get:https://a.org/")).startsWith("asked: ask net.*");
        assertThat(judged(policy, "file.read:/etc/passwd")).startsWith("denied: no rule allows");
        assertThat(judged(policy, "lan.connect:127.0.0.1:80")).startsWith("denied: no rule allows");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            read-only | calc.evaluate              | allowed
            read-only | file.write:%s/a            | denied
            read-only | file.read:%s/a             | allowed
            read-only | notes.add                  | denied
            read-only | process.run:ls             | denied
            workspace | file.write:%s/a            | allowed
            workspace | file.write:/elsewhere      | denied
            workspace | process.run:ls             | asked
            trusted   | rooms.book:blue            | allowed
            trusted   | process.run:ls             | asked
            trusted   | lan.connect:127.0.0.1:80   | asked
            """)
    void profilesSayWhatTheirNamesSay(String profile, String scope, String verdict) throws IOException {
        assertThat(judged(open("profile: " + profile).policy(), scope.formatted(root))).startsWith(verdict);
    }

    @Test
    void emptyFileDeniesEverything() throws IOException {
        assertThat(judged(open("# nothing yet\n").policy(), "calc.evaluate")).startsWith("denied: ");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            allwo: [calc.*]                | line 1, column 1: expected one of the keys version, profile, allow, ask, deny, confidential, untrusted, found 'allwo'
            allow: calc.*                  | line 1, column 8: expected a list of rules, one a line after a dash, found 'calc.*'
            version: 2                     | line 1, column 10: expected version 1, found '2'
            profile: admin                 | line 1, column 10: expected one of the profiles read-only, workspace, trusted, found 'admin'
            deny:\\n  - calc               | line 2, column 5: a scope pattern is family.verb
            deny:\\n  - net.get:a.org      | line 2, column 5: a pattern of addresses is scheme://host/path
            deny:\\n  - {calc: 1}          | line 2, column 5: expected a rule such as file.read:docs/**, found keys of its own
            allow: []\\nallow: []          | line 2, column
            - calc.*                       | line 1, column 1: expected the keys version, profile, allow, ask, deny, confidential, untrusted, found a list
            allow: [                       | line
            allow:\\n  - **                | a rule that begins with * is written in quotes
            a: 1\\n---\\nb: 2              | line 1
            """)
    void faultIsToldWithLineColumnAndWhatWasExpected(String text, String fault) {
        assertThatThrownBy(() -> open(text.replace("\\n", "\n"))).isInstanceOf(PolicyFileException.class)
                .hasMessageStartingWith(file.toString())
                .hasMessageContaining(fault);
    }

    @Test
    void fileThatIsNotThereOrBelongsToEverybodyIsRefused() throws IOException {
        assertThatThrownBy(() -> PolicyFile.open(file, root)).hasMessage("there is no policy file " + file);
        Files.writeString(file, "allow: [calc.*]");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));
        assertThatThrownBy(() -> PolicyFile.open(file, root)).hasMessageContaining("chmod o-w " + file);
        Files.write(file, new byte[]{(byte) 0xff});
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        assertThatThrownBy(() -> PolicyFile.open(file, root)).hasMessageContaining("is not a text in UTF-8");
    }

    @Test
    void changedFileCountsForRunsThatStartAfterwards() throws IOException {
        var policy = open("allow: [calc.*]").policy();
        PermissionPolicy began = policy.forRun();
        Files.writeString(file, "deny: [calc.*]");
        assertThat(judged(began, "calc.evaluate")).startsWith("allowed");
        assertThat(judged(policy.forRun(), "calc.evaluate")).startsWith("denied: deny calc.*");
    }

    @Test
    void changedLabelsCountForRunsThatStartAfterwards() throws IOException {
        ResourceLabels labels = open("confidential: [\"notes.*\"]").labels()
                .and(LabelRules.NONE.untrusted(ScopePattern.of("calc.*")));
        ResourceLabels began = labels.forRun();
        Files.writeString(file, "allow: []");
        assertThat(began.of(Scope.of("notes.search"))).isEqualTo(Label.CONFIDENTIAL);
        assertThat(labels.forRun().of(Scope.of("notes.search"))).isEqualTo(Label.PLAIN);
        assertThat(labels.forRun().of(Scope.of("calc.evaluate"))).isEqualTo(Label.UNTRUSTED);
    }

    @Test
    void brokenFileLeavesTheRulesAsTheyWereAndSaysSo() throws IOException {
        PolicyFile policy = open("deny: [calc.evaluate]\nallow: [calc.*, notes.*]");
        Files.writeString(file, "deny: [calc.eva");
        assertThat(judged(policy.policy().forRun(), "notes.add")).startsWith("allowed");
        assertThat(judged(policy.policy().forRun(), "calc.evaluate")).startsWith("denied: deny calc.evaluate");
        assertThat(policy.problem()).hasValueSatisfying(problem -> assertThat(problem).contains("expected YAML"));
        Files.delete(file);
        assertThat(judged(policy.policy().forRun(), "notes.add")).startsWith("allowed");
        assertThat(policy.problem()).hasValue("there is no policy file " + file);
        Files.writeString(file, "allow: []");
        assertThat(judged(policy.policy().forRun(), "notes.add")).startsWith("denied");
        assertThat(policy.problem()).isEmpty();
    }

    @Test
    void rulesAreAddedAndEverythingElseStays() throws IOException {
        PolicyFile policy = open("""
                # mine
                allow:   # these
                    - calc.*   # sums

                    # and files
                    - "file.read:a/**"
                ask: [notes.add]
                # the end
                """);
        policy.allow(List.of(Scope.of("file.write:" + root + "/a*b.txt"), Scope.of("notes.add")), "yes at noon");
        assertThat(file).hasContent("""
                # mine
                allow:   # these
                    - calc.*   # sums

                    # and files
                    - "file.read:a/**"
                    - "file.write:%s/a[*]b.txt"  # yes at noon
                    - "notes.add:[]"  # yes at noon
                ask: [notes.add]
                # the end
                """.formatted(root));
        assertThat(judged(policy.policy(), "file.write:" + root + "/a*b.txt")).startsWith("allowed");
        assertThat(judged(policy.policy(), "file.write:" + root + "/axb.txt")).startsWith("denied");
        assertThat(judged(policy.policy(), "notes.add")).startsWith("allowed");
        policy.allow(List.of(Scope.of("notes.add")), "again");
        assertThat(Files.readString(file)).doesNotContain("again");
    }

    @Test
    void rulesAreAddedWhereThereIsNoListYet() throws IOException {
        PolicyFile policy = open("profile: read-only");
        policy.allow(List.of(Scope.of("notes.add")), "");
        assertThat(file).hasContent("profile: read-only\nallow:\n  - \"notes.add:[]\"\n");
        open("allow:\ndeny: []").allow(List.of(Scope.of("notes.add")), "");
        assertThat(file).hasContent("allow:\n  - \"notes.add:[]\"\ndeny: []\n");
    }

    @Test
    void listInBracketsIsLeftToThePerson() throws IOException {
        PolicyFile policy = open("allow: [calc.*]\n");
        assertThatThrownBy(() -> policy.allow(List.of(Scope.of("notes.add")), ""))
                .isInstanceOf(PolicyFileException.class)
                .hasMessageContaining("line 1: a rule can be added to a list with one rule a line");
        assertThat(file).hasContent("allow: [calc.*]\n");
    }

    @Test
    void addedRulesLeaveTheFileToItsOwnerAlone() throws IOException {
        PolicyFile policy = open("allow:\n- calc.*\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-r--"));
        policy.allow(List.of(Scope.of("notes.add")), "");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-r--r--");
        assertThat(root.toFile().list()).containsExactly("policy.yaml");
    }
}
