package dev.qwenagent.local.grammar;

import dev.qwenagent.local.sampling.TokenMask;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Time for the mask of one token, over the 151,669 tokens of Qwen3: what a constraint adds to each token that is chosen. The
 * states are those of documents with random content, none of which was written before: what is kept helps where real
 * documents meet, in keys and inside strings.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
public class MaskBenchmark {

    private static final int MOST_TOKENS = 120;

    /** What the documents are of. */
    public enum Kind {
        /** A tool with texts, numbers, choices and a list. */
        TOOL("""
                {"type": "object", "properties": {"city": {"type": "string"}, "unit": {"enum": ["celsius",
                "fahrenheit"]}, "days": {"type": "integer", "minimum": 1, "maximum": 14}, "note": {"type": "string",
                "maxLength": 200}, "tags": {"type": "array", "items": {"type": "string"}}}, "required": ["city",
                "unit"]}"""),
        /** Dates, patterns and limits of length. */
        TEXTS("""
                {"type": "object", "properties": {"when": {"type": "string", "format": "date-time"}, "id":
                {"type": "string", "pattern": "^[A-Z]{2}-[0-9]{4,8}$"}, "short": {"type": "string", "maxLength": 12},
                "words": {"type": "string", "pattern": "^[a-z ]{1,80}$"}}, "required": ["when", "id", "short",
                "words"]}"""),
        /** Any JSON: names of one's own, nested. */
        ANYTHING("{\"type\": \"object\"}");

        private final String schema;

        Kind(String schema) {
            this.schema = schema;
        }

        String schema() {
            return schema;
        }
    }

    @Param
    Kind kind;

    private Grammar grammar;
    private Random random;
    private GrammarCursor cursor;
    private final List<Integer> written = new ArrayList<>();

    /** Compiles. */
    @Setup
    public void compile() {
        grammar = Grammar.of(Fragment.json(Documents.json(kind.schema), SchemaRules.document()), Vocabularies.qwen3());
        random = new Random(1);
        cursor = grammar.begin();
    }

    /** The next token of a document: what must come, or its mask and the step to one of those allowed. */
    @Benchmark
    public TokenMask token() {
        int left = MOST_TOKENS - written.size();
        if (cursor.isOver() || left <= 1) {
            cursor = grammar.begin();
            written.clear();
            left = MOST_TOKENS;
        }
        int[] forced = cursor.forced(left);
        if (forced.length > 0) {
            for (int token : forced) {
                cursor.accept(token);
                written.add(token);
            }
            return TokenMask.ALL;
        }
        TokenMask mask = cursor.mask();
        int token = mask.next(random.nextInt(151_000));
        token = token < 0 ? mask.next(0) : token;
        if (grammar.vocabulary().tokenizer().specialTokens().endsTurn(token)) {
            cursor = grammar.begin();
            written.clear();
            return mask;
        }
        int[] ending = cursor.ending(token, left);
        for (int next : ending.length == 0 ? new int[]{token} : ending) {
            cursor.accept(next);
            written.add(next);
        }
        return mask;
    }
}
