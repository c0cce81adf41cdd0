package dev.qwenagent.local.chat;

import dev.qwenagent.local.grammar.Grammar;
import dev.qwenagent.local.grammar.GrammarCursor;
import dev.qwenagent.local.grammar.TokenConstraint;
import dev.qwenagent.local.sampling.TokenMask;
import dev.qwenagent.local.tokenizer.BpeTokenizer;
import dev.qwenagent.local.tokenizer.StreamingDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Holds one reply to its grammar. Thoughts and text are free; from the opening tag of a call to its closing one the call is
 * held to its tools, and once the thought is closed, a reply that must come to something comes to it. Where thoughts and calls
 * begin is for the same splitter to say that reads the reply. For one generation; not thread-safe.
 *
 * <p>
 * A tag that is one token of the vocabulary is written as that token; special tokens never stand inside a call.
 */
public final class ReplyConstraint implements TokenConstraint {

    private static final int[] NOTHING = {};
    private static final String AFTER_THOUGHT = "\n\n";
    private static final int TAIL = 256;

    private final ReplyGrammar grammar;
    private final BpeTokenizer tokenizer;
    private final int[] opening;
    private final int[] closing;
    private final int[] thoughtEnd;
    private final int thoughtRoom; // the most tokens that closing a thought takes, by this constraint or a budget
    private final OptionalInt thinkToken;
    private final StreamingDecoder decoder;
    private final TokenMask unended; // all but the tokens that end the reply: while its goal has still to be reached
    private final StringBuilder tail = new StringBuilder();
    private ThinkingSplitter splitter;
    private boolean isDue; // the goal has still to be reached
    private @Nullable GrammarCursor held; // what is being written, if it is not free
    private boolean holdsCall; // whether that is a call, which a closing tag follows
    private int[] pending = NOTHING; // what must come before anything else
    private boolean mayThink; // the goal is next, and a thought may come before it
    private boolean documentBegun;
    private boolean bare; // the call that is held stands without tags around it

    ReplyConstraint(ReplyGrammar grammar, RenderedPrompt prompt, Thinking thinking, int closingWords) {
        this.grammar = grammar;
        this.tokenizer = grammar.vocabulary().tokenizer();
        this.opening = tokenizer.encodePrompt(ThinkingSplitter.CALL_OPENING);
        this.closing = tokenizer.encodePrompt(ThinkingSplitter.CALL_CLOSING);
        this.thoughtEnd = tokenizer.encodePrompt("\n" + ThinkingSplitter.CLOSING + AFTER_THOUGHT);
        this.thoughtRoom = thoughtEnd.length + closingWords;
        this.thinkToken = tokenizer.specialTokens().id(ThinkingSplitter.OPENING);
        this.decoder = tokenizer.streamingDecoder();
        this.splitter = ThinkingSplitter.silent(prompt, grammar.rules());
        this.isDue = switch (grammar.goal()) {
            case ReplyGoal.Anything _ -> false;
            case ReplyGoal.Call _ -> grammar.call().isPresent();
            case ReplyGoal.Document _ -> true;
        };
        this.unended = isDue ? TokenMask.allBut(tokenizer.vocabulary().size(), grammar.vocabulary().ends())
                : TokenMask.ALL;
        if (isDue && !splitter.isInsideThought()) {
            mayThink = thinking != Thinking.OFF && thinkToken.isPresent() && !prompt.closesThought();
            holdGoal();
        }
    }

    /** Goes on to what the reply must come to. */
    private void holdGoal() {
        switch (grammar.goal()) {
            case ReplyGoal.Anything _ -> held = null;
            case ReplyGoal.Call _ -> pending = mayThink ? NOTHING : opening;
            case ReplyGoal.Document _ -> held = grammar.document().orElseThrow().begin();
        }
    }

    private boolean awaitsCall() {
        return isDue && held == null && pending.length == 0 && grammar.goal() instanceof ReplyGoal.Call && mayThink;
    }

    private boolean mayCallInstead() {
        return held != null && !holdsCall && isDue && opening.length == 1 && grammar.call().isPresent()
                && !documentBegun;
    }

    @Override
    public int needed() {
        if (held != null) {
            return held.needed() + (holdsCall ? closing.length : 0);
        }
        if (!isDue) {
            return 0;
        }
        int before = splitter.isInsideThought() ? thoughtRoom : 0;
        return before + switch (grammar.goal()) {
            case ReplyGoal.Anything _ -> 0;
            case ReplyGoal.Call _ -> opening.length + closing.length + grammar.call().orElseThrow().begin().needed();
            case ReplyGoal.Document _ -> grammar.document().orElseThrow().begin().needed();
        };
    }

    @Override
    public int[] forced(int left) {
        if (pending.length > 0) {
            return pending;
        }
        if (held != null) {
            return mayThink || mayCallInstead() ? NOTHING : held.forced(leftForHeld(left));
        }
        boolean isLate = isDue && splitter.isInsideThought() && left <= needed();
        return isLate ? thoughtEnd : NOTHING;
    }

    @Override
    public TokenMask mask() {
        if (held != null) {
            TokenMask mask = held.mask();
            mask = mayThink ? mask.with(thinkToken.orElseThrow()) : mask;
            return mayCallInstead() ? mask.with(opening) : mask;
        }
        if (awaitsCall()) {
            return TokenMask.of(opening[0], thinkToken.orElseThrow());
        }
        return isDue ? unended : TokenMask.ALL;
    }

    @Override
    public int[] ending(int token, int left) {
        boolean opensThought = mayThink && token == thinkToken.orElseThrow();
        if (opensThought && left - 1 < thoughtRoom + needed()) {
            return held == null ? opening : held.shortestEnd();
        }
        if (held == null || opensInstead(token)) {
            return NOTHING;
        }
        int[] end = held.ending(token, leftForHeld(left));
        if (end.length == 0 || !holdsCall) {
            return end;
        }
        int[] closed = Arrays.copyOf(end, end.length + closing.length);
        System.arraycopy(closing, 0, closed, end.length, closing.length);
        return closed;
    }

    /**
     * How many tokens what is held may take. A call that the model began of itself may be cut: it is then no call, where one
     * that was brought to its end in haste would be made, with arguments that the model had not finished.
     */
    private int leftForHeld(int left) {
        if (!holdsCall) {
            return left;
        }
        boolean isGoal = isDue && grammar.goal() instanceof ReplyGoal.Call;
        return isGoal ? left - closing.length : Integer.MAX_VALUE;
    }

    private boolean opensInstead(int token) {
        return (mayThink && token == thinkToken.orElseThrow()) || (mayCallInstead() && token == opening[0]);
    }

    @Override
    public void accept(int token) {
        String piece = decoder.accept(token);
        tail.append(piece);
        tail.delete(0, Math.max(0, tail.length() - TAIL));
        if (pending.length > 0) {
            acceptPending(token);
        } else if (awaitsCall() && token == opening[0]) {
            mayThink = false;
            pending = opening;
            acceptPending(token);
        } else if (held != null && !opensInstead(token)) {
            mayThink = false;
            documentBegun = true;
            acceptHeld(token);
        } else {
            boolean wasInside = splitter.isInsideThought();
            held = null;
            mayThink = false;
            splitter.accept(piece);
            follow(wasInside);
        }
    }

    private void acceptPending(int token) {
        boolean asExpected = token == pending[0];
        pending = asExpected ? Arrays.copyOfRange(pending, 1, pending.length) : NOTHING;
        if (!asExpected || pending.length > 0) {
            return;
        }
        if (holdsCall) {
            free();
        } else if (held == null && isDue) {
            if (grammar.goal() instanceof ReplyGoal.Call && token == opening[opening.length - 1]) {
                holdCall(grammar.call(), "");
            } else {
                holdGoal();
            }
        }
    }

    private void acceptHeld(int token) {
        GrammarCursor cursor = held;
        if (cursor == null) {
            return;
        }
        cursor.accept(token);
        if (cursor.isOver() && holdsCall) {
            pending = bare ? NOTHING : closing;
            if (bare) {
                free();
            }
        }
    }

    /** A call is complete: what follows is free again. */
    private void free() {
        held = null;
        holdsCall = false;
        bare = false;
        isDue = false;
        splitter = ThinkingSplitter.silentAfterCall(grammar.rules());
    }

    /** A free token was made: it may have closed a thought or opened a call. */
    private void follow(boolean wasInsideThought) {
        if (splitter.isInsideCall()) {
            openCall();
        } else if (isDue && wasInsideThought && !splitter.isInsideThought()) {
            String since = tail
                    .substring(tail.lastIndexOf(ThinkingSplitter.CLOSING) + ThinkingSplitter.CLOSING.length());
            String missing = AFTER_THOUGHT.startsWith(since) ? AFTER_THOUGHT.substring(since.length()) : "";
            holdsCall = false;
            if (!missing.isEmpty()) {
                pending = tokenizer.encode(missing);
            } else {
                holdGoal();
                begun(since.stripLeading());
            }
        }
    }

    /** What the token that closed the thought has of the answer already. */
    private void begun(String text) {
        if (held != null && !text.isEmpty() && !held.accepts(text.getBytes(StandardCharsets.UTF_8))) {
            held = null;
            isDue = false;
        }
    }

    private void openCall() {
        String soFar = splitter.callSoFar();
        if (!soFar.startsWith(XmlCall.OPENING) || soFar.indexOf('>') < 0 || !isBare()) {
            holdCall(grammar.call(), soFar);
            return;
        }
        int end = soFar.indexOf('>');
        bare = true;
        holdCall(grammar.bareCall(soFar.substring(XmlCall.OPENING.length(), end)), soFar.substring(end + 1));
    }

    private boolean isBare() {
        return tail.lastIndexOf(ThinkingSplitter.CALL_OPENING) < tail.lastIndexOf(XmlCall.OPENING)
                && !tail.toString().contains(ThinkingSplitter.CALL_OPENING + "\n" + XmlCall.OPENING);
    }

    private void holdCall(Optional<Grammar> call, String begun) {
        GrammarCursor cursor = call.map(Grammar::begin).orElse(null);
        boolean fits = cursor != null && cursor.accepts(begun.getBytes(StandardCharsets.UTF_8));
        held = fits ? cursor : null;
        holdsCall = fits;
        bare &= fits;
    }

    @Override
    public boolean isOver() {
        return held != null && !holdsCall && pending.length == 0 && held.isOver();
    }
}
