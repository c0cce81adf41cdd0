package dev.qwenagent.runtime.journal;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is blacked out in every text of an entry before it is written: in messages and thoughts, arguments, outcomes and answers.
 * A mark stands in its place, such as {@code [redacted: e-mail]}. What was blacked out is gone: a run that is resumed from its
 * journal goes on with the marks, an approval for a call whose arguments were blacked out is asked for again, and a replay tells
 * that the requests differ. Immutable.
 *
 * @param rules in the order in which they are applied
 */
public record Redaction(List<Rule> rules) {

    /** Blacks out nothing. */
    public static final Redaction NONE = new Redaction(List.of());

    /** Private keys in PEM form. */
    public static final Rule PRIVATE_KEYS = new Rule("private key", Pattern.compile(
            "-----BEGIN [A-Z ]*PRIVATE KEY-----.*?(?:-----END [A-Z ]*PRIVATE KEY-----|\\z)", Pattern.DOTALL));

    /** What follows {@code Bearer} or {@code Basic}, and signed web tokens (RFC 7519). */
    public static final Rule TOKENS = new Rule("token", Pattern.compile(
            "(?<=\\b[Bb]earer )[A-Za-z0-9._~+/=-]{8,}|(?<=\\b[Bb]asic )[A-Za-z0-9+/=]{8,}"
                    + "|(?<![A-Za-z0-9_-])eyJ[A-Za-z0-9_-]{8,}+\\.[A-Za-z0-9_-]{8,}+\\.[A-Za-z0-9_-]*+"));

    /**
     * Keys of services by the forms that their makers gave them, and values whose name ends in key, secret, token or password, as
     * {@code OPENAI_API_KEY} does and {@code client_secret}.
     */
    public static final Rule API_KEYS = new Rule("key", Pattern.compile(
            "\\b(?:sk|pk|rk)-[A-Za-z0-9_-]{16,}|\\bAKIA[0-9A-Z]{16}\\b|\\bgh[opsur]_[A-Za-z0-9]{20,}"
                    + "|\\bgithub_pat_[A-Za-z0-9_]{20,}|\\bxox[abprs]-[A-Za-z0-9-]{10,}|\\bAIza[A-Za-z0-9_-]{30,}"
                    + "|(?i)(?<=(?:(?:api|access|private)[_-]?key|secret|token|password|passwd)\\\\?[\"']?\\s{0,3}[:=]\\s{0,3}\\\\?[\"']?)"
                    + "[A-Za-z0-9._~+/=!@#$%^&*-]{6,}"));

    /** Addresses of e-mail. */
    public static final Rule E_MAIL = new Rule("e-mail",
            Pattern.compile("(?<![A-Za-z0-9._%+-])[A-Za-z0-9._%+-]++@(?=[A-Za-z0-9-]++\\.[A-Za-z0-9])"
                    + "[A-Za-z0-9.-]*[A-Za-z0-9]"));

    /** Copies the list. */
    public Redaction {
        rules = List.copyOf(rules);
    }

    /** Blacks out what opens doors: private keys, tokens, keys of services. */
    public static Redaction ofSecrets() {
        return new Redaction(List.of(PRIVATE_KEYS, TOKENS, API_KEYS));
    }

    /** This, and another rule after it. */
    public Redaction and(Rule rule) {
        List<Rule> more = new ArrayList<>(rules);
        more.add(rule);
        return new Redaction(more);
    }

    /** The text without what the rules are about; the same text if they found nothing. */
    String apply(String text) {
        String clean = text;
        for (Rule rule : rules) {
            Matcher found = rule.pattern().matcher(clean);
            if (found.find()) {
                clean = found.replaceAll(Matcher.quoteReplacement(rule.mark()));
            }
        }
        return clean;
    }

    /**
     * One kind of what is blacked out.
     *
     * @param name what it is, for people
     * @param pattern how it is recognised; it reads what models and strangers wrote, so it must take no more steps than the text
     *     is long, and no group may be repeated without a bound, which ends in a stack overflow
     */
    public record Rule(String name, Pattern pattern) {
        String mark() {
            return "[redacted: " + name + "]";
        }
    }
}
